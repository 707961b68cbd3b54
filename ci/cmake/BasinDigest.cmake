# Writes the digests that tell which code computed a run. Called while building: cmake -P BasinDigest.cmake with
#   KIND=library  LIST (file: one source a line), ROOT, STAMP (text: compiler and flags), OUTPUT
#   KIND=program  the same, and CLAIMS, GOLDEN, FIGURES, READMES, BENCHMARKS, BUILD, SHARED: what the
#                 program is to know of its files
# A source's digest in a program covers its own file, the headers beside it, and the sources beside it that define no
# experiment.
cmake_minimum_required(VERSION 3.25)

# A C++ string literal for any text.
function(cxx_string text result)
  string(REPLACE "\\" "\\\\" text "${text}")
  string(REPLACE "\"" "\\\"" text "${text}")
  set(${result} "\"${text}\"" PARENT_SCOPE)
endfunction()

file(STRINGS "${LIST}" sources ENCODING UTF-8)
file(READ "${STAMP}" stamp)

if(KIND STREQUAL "library")
  set(text "${stamp}\n")
  foreach(source IN LISTS sources)
    file(SHA256 "${source}" hash)
    file(RELATIVE_PATH name "${ROOT}" "${source}")
    string(APPEND text "${name} ${hash}\n")
  endforeach()
  string(SHA256 digest "${text}")
  set(code "// Written by BasinDigest.cmake.
#include \"claims/fingerprint.hpp\"

std::string basin::claims::library_digest() { return \"${digest}\"; }
")
elseif(KIND STREQUAL "program")
  set(table "")
  foreach(source IN LISTS sources)
    if(NOT source MATCHES "\\.cpp$")
      continue()
    endif()
    cmake_path(GET source PARENT_PATH folder)
    set(text "${stamp}\n")
    foreach(other IN LISTS sources)
      cmake_path(GET other PARENT_PATH other_folder)
      if(NOT other_folder STREQUAL folder)
        continue()
      endif()
      file(READ "${other}" content)
      string(FIND "${content}" "BASIN_EXPERIMENT" defines)
      if(other STREQUAL source OR other MATCHES "\\.hpp$" OR defines EQUAL -1)
        file(SHA256 "${other}" hash)
        cmake_path(GET other FILENAME name)
        string(APPEND text "${name} ${hash}\n")
      endif()
    endforeach()
    string(SHA256 digest "${text}")
    cxx_string("${source}" path)
    string(APPEND table "      {${path}, \"${digest}\"},\n")
  endforeach()
  foreach(place CLAIMS GOLDEN FIGURES READMES BENCHMARKS BUILD SHARED)
    cxx_string("${${place}}" ${place})
  endforeach()
  set(code "// Written by BasinDigest.cmake: what this program knows of its sources and folders.
#include \"claims/fingerprint.hpp\"
#include \"program/program.hpp\"

namespace {
const bool known = [] {
  basin::claims::add_source_digests({
${table}  });
  basin::program::set_built_in({${CLAIMS}, ${GOLDEN}, ${FIGURES}, ${READMES}, ${BENCHMARKS}, ${BUILD}, ${SHARED}});
  return true;
}();
}  // namespace
")
else()
  message(FATAL_ERROR "BasinDigest.cmake: KIND '${KIND}' is unknown; known: library, program")
endif()

file(WRITE "${OUTPUT}" "${code}")
