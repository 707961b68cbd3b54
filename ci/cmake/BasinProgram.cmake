# basin_add_program(NAME target SOURCES a.cpp ... [OUTPUT_NAME name] [CLAIMS dir] [GOLDEN dir] [FIGURES dir]
# [READMES dir] [BENCHMARKS file] [BUILD dir]): a program like basin with its own experiments. SOURCES are theirs; CLAIMS,
# GOLDEN and FIGURES are folders laid out as basin's are, READMES one with <source>/README.md, BENCHMARKS a file of
# results, which need not be there (installed, it looks for them in share/<name>); its run store lies in BUILD (default: the
# current build folder).
# Installed with the package: find_package(basin) makes it known.
include_guard(GLOBAL)

# What of the compilation, beside sources, can change a row: compiler, flags, processor, versions of header libraries.
function(basin_compile_stamp result)
  string(TOUPPER "${CMAKE_BUILD_TYPE}" type)
  set(stamp "${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION} ${CMAKE_SYSTEM_NAME} ${CMAKE_SYSTEM_PROCESSOR}\n")
  string(APPEND stamp "${CMAKE_BUILD_TYPE} ${CMAKE_CXX_FLAGS} ${CMAKE_CXX_FLAGS_${type}}\n")
  string(APPEND stamp "sanitize ${BASIN_SANITIZE} eigen ${Eigen3_VERSION} armadillo ${ARMADILLO_VERSION_STRING} torch ${Torch_VERSION}\n")
  if(BASIN_NATIVE)
    # The processor is what -march=native defines: two machines with one processor share their runs.
    execute_process(COMMAND "${CMAKE_CXX_COMPILER}" -march=native -dM -E -x c++ /dev/null
                    OUTPUT_VARIABLE macros ERROR_QUIET)
    string(SHA256 processor "${macros}")
    string(APPEND stamp "native ${processor}\n")
  endif()
  set(${result} "${stamp}" PARENT_SCOPE)
endfunction()

# basin_add_digest(KIND library|program OUTPUT file.cpp ROOT dir SOURCES files... [CLAIMS ...]): a generated source that is
# made anew whenever one of the files changes.
function(basin_add_digest)
  cmake_parse_arguments(PARSE_ARGV 0 arg ""
                        "KIND;OUTPUT;ROOT;CLAIMS;GOLDEN;FIGURES;READMES;BENCHMARKS;BUILD;SHARED" "SOURCES")
  list(SORT arg_SOURCES)
  list(JOIN arg_SOURCES "\n" lines)
  basin_compile_stamp(stamp)
  set(script "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/BasinDigest.cmake")
  # Written only where they change, so that a new configuration does not mean a new digest.
  file(CONFIGURE OUTPUT "${arg_OUTPUT}.list" CONTENT "${lines}\n" @ONLY)
  file(CONFIGURE OUTPUT "${arg_OUTPUT}.stamp" CONTENT "${stamp}" @ONLY)
  add_custom_command(
    OUTPUT "${arg_OUTPUT}"
    COMMAND "${CMAKE_COMMAND}" "-DKIND=${arg_KIND}" "-DLIST=${arg_OUTPUT}.list" "-DSTAMP=${arg_OUTPUT}.stamp"
            "-DROOT=${arg_ROOT}" "-DOUTPUT=${arg_OUTPUT}" "-DCLAIMS=${arg_CLAIMS}" "-DGOLDEN=${arg_GOLDEN}"
            "-DFIGURES=${arg_FIGURES}" "-DREADMES=${arg_READMES}" "-DBENCHMARKS=${arg_BENCHMARKS}"
            "-DBUILD=${arg_BUILD}" "-DSHARED=${arg_SHARED}" -P "${script}"
    DEPENDS ${arg_SOURCES} "${arg_OUTPUT}.list" "${arg_OUTPUT}.stamp" "${script}"
    COMMENT "Digest of the sources of ${arg_KIND}" VERBATIM)
endfunction()

function(basin_add_program)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "NAME;OUTPUT_NAME;CLAIMS;GOLDEN;FIGURES;READMES;BENCHMARKS;BUILD" "SOURCES")
  if(NOT arg_NAME)
    message(FATAL_ERROR "basin_add_program: NAME is missing; give the program a name")
  endif()
  if(arg_UNPARSED_ARGUMENTS OR arg_KEYWORDS_MISSING_VALUES)
    message(FATAL_ERROR "basin_add_program: '${arg_UNPARSED_ARGUMENTS}${arg_KEYWORDS_MISSING_VALUES}' is not understood; "
                        "known: NAME, OUTPUT_NAME, SOURCES, CLAIMS, GOLDEN, FIGURES, READMES, BENCHMARKS, BUILD")
  endif()
  if(NOT arg_BUILD)
    set(arg_BUILD "${CMAKE_CURRENT_BINARY_DIR}")
  endif()
  if(NOT arg_OUTPUT_NAME)
    set(arg_OUTPUT_NAME "${arg_NAME}")
  endif()
  set(files "")
  foreach(source IN LISTS arg_SOURCES)
    cmake_path(ABSOLUTE_PATH source BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}" NORMALIZE)
    list(APPEND files "${source}")
    cmake_path(GET source PARENT_PATH folder)
    file(GLOB headers CONFIGURE_DEPENDS "${folder}/*.hpp")
    list(APPEND files ${headers})
  endforeach()
  list(REMOVE_DUPLICATES files)
  foreach(place CLAIMS GOLDEN FIGURES READMES BENCHMARKS)
    if(arg_${place})
      cmake_path(ABSOLUTE_PATH arg_${place} BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}" NORMALIZE)
    endif()
  endforeach()
  set(digest "${CMAKE_CURRENT_BINARY_DIR}/${arg_NAME}_digest.cpp")
  basin_add_digest(KIND program OUTPUT "${digest}" ROOT "${CMAKE_CURRENT_SOURCE_DIR}" SOURCES ${files}
                   CLAIMS "${arg_CLAIMS}" GOLDEN "${arg_GOLDEN}" FIGURES "${arg_FIGURES}"
                   READMES "${arg_READMES}" BENCHMARKS "${arg_BENCHMARKS}" BUILD "${arg_BUILD}"
                   SHARED "${arg_OUTPUT_NAME}")
  # Experiments register through static objects: as objects, and not in an archive, the linker keeps them.
  add_library(${arg_NAME}_experiments OBJECT ${arg_SOURCES} "${digest}")
  target_link_libraries(${arg_NAME}_experiments PUBLIC basin::main)
  add_executable(${arg_NAME})
  target_link_libraries(${arg_NAME} PRIVATE ${arg_NAME}_experiments basin::main)
  set_target_properties(${arg_NAME} PROPERTIES LINKER_LANGUAGE CXX OUTPUT_NAME "${arg_OUTPUT_NAME}")
endfunction()
