# Whether what is installed can be used from outside: installs a build into a scratch prefix, builds ci/consumer against it
# and runs what comes of it. cmake -DBUILD=... -DCONSUMER=... -DSCRATCH=... -P, and what the consumer is to be compiled with:
# GENERATOR, MAKE_PROGRAM, COMPILER, LAUNCHER, BUILD_TYPE, FLAGS, PREFIX_PATH (with | for ;); BINDIR of the installation;
# MODULE, where the LibTorch module is installed (empty: there is none).
# The consumer is compiled for any processor, whatever the library is compiled for: memory crosses the boundary.
cmake_minimum_required(VERSION 3.25)

# A blank in every path.
set(prefix "${SCRATCH}/the prefix")
set(build "${SCRATCH}/the build")
set(elsewhere "${SCRATCH}/elsewhere")
file(REMOVE_RECURSE "${SCRATCH}")
file(MAKE_DIRECTORY "${elsewhere}")

# must(NAME [CODE n] [SAYS regex] COMMAND ...): fails the check unless the command ends with the code (0) and says what it
# should.
function(must name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "CODE;SAYS" "COMMAND")
  if(NOT arg_CODE)
    set(arg_CODE 0)
  endif()
  execute_process(COMMAND ${arg_COMMAND} WORKING_DIRECTORY "${elsewhere}" TIMEOUT 250 RESULT_VARIABLE code
                  OUTPUT_VARIABLE text ERROR_VARIABLE text)
  if(NOT code STREQUAL arg_CODE)
    message(FATAL_ERROR "${name}: ended with '${code}' where ${arg_CODE} was expected:\n${text}")
  endif()
  if(NOT text MATCHES "${arg_SAYS}")
    message(FATAL_ERROR "${name}: does not say '${arg_SAYS}':\n${text}")
  endif()
  message(STATUS "${name}: as expected")
endfunction()

must("install" COMMAND "${CMAKE_COMMAND}" --install "${BUILD}" --prefix "${prefix}" --config "${BUILD_TYPE}")

set(basin "${prefix}/${BINDIR}/basin")
file(GLOB_RECURSE sources RELATIVE "${prefix}/share/basin/claims" "${prefix}/share/basin/claims/*.toml")
list(LENGTH sources count)
if(count EQUAL 0)
  message(FATAL_ERROR "install: no claims in ${prefix}/share/basin")
endif()
# A claim that only the prefix has: the installed program reads its own, not those of the source tree.
list(GET sources 0 first)
string(REGEX REPLACE "\\.toml$" "_installed" id "${first}")
string(REPLACE "/" "." id "${id}")
string(REGEX REPLACE "\\.toml$" "_installed.toml" copy "${first}")
file(COPY_FILE "${prefix}/share/basin/claims/${first}" "${prefix}/share/basin/claims/${copy}")
must("basin list" SAYS "${id} " COMMAND "${basin}" list)
must("basin show" SAYS "control" COMMAND "${basin}" show "${id}")
must("basin verify" SAYS "1 claims?: " COMMAND "${basin}" verify "${id}" --dry-run)
# The same of the results of benchmarks: broken ones in the prefix are refused without being asked for.
file(WRITE "${prefix}/share/basin/bench/results.json" "none")
must("basin report" CODE 2 SAYS "the prefix/share/basin/bench/results.json:1: is no JSON"
     COMMAND "${basin}" report --dry-run)

string(REPLACE "|" ";" PREFIX_PATH "${PREFIX_PATH}")
must("configure the consumer" COMMAND "${CMAKE_COMMAND}" -S "${CONSUMER}" -B "${build}" -G "${GENERATOR}"
     "-DCMAKE_MAKE_PROGRAM=${MAKE_PROGRAM}" "-DCMAKE_CXX_COMPILER=${COMPILER}" "-DCMAKE_CXX_COMPILER_LAUNCHER=${LAUNCHER}"
     "-DCMAKE_BUILD_TYPE=${BUILD_TYPE}" "-DCMAKE_CXX_FLAGS=${FLAGS}" "-Dbasin_ROOT=${prefix}"
     "-DCMAKE_PREFIX_PATH=${PREFIX_PATH}")
must("build the consumer" COMMAND "${CMAKE_COMMAND}" --build "${build}")

must("autoencoder" SAYS "loss.reached, spectral radius 0\\.9[0-9]+|loss.reached, spectral radius 1\\.0[0-9]+"
     COMMAND "${build}/autoencoder")
must("coin list" SAYS "consumer\\.coin\\.mostly_heads .*consumer\\.coin  " COMMAND "${build}/coin" list)
must("coin run" SAYS "heads" COMMAND "${build}/coin" run consumer.coin --set bias=1 --csv -)
must("coin verify" SAYS "1 claim: 1 reproduced.* 53 runs computed, 0 reused" COMMAND "${build}/coin" verify)
must("coin verify again" SAYS "1 claim: 1 reproduced.* 0 runs computed, 53 reused" COMMAND "${build}/coin" verify)
file(GLOB_RECURSE hopfield "${prefix}/*/libbasin_hopfield.so")
if(NOT hopfield)
  message(FATAL_ERROR "install: libbasin_hopfield.so is not in ${prefix}")
endif()
must("basin run with Armadillo" SAYS "training_error"
     COMMAND "${basin}" run syde2024.capacity --set pixels=50 --set stored=3 --store x.sqlite)
if(MODULE)
  if(NOT EXISTS "${prefix}/${MODULE}")
    message(FATAL_ERROR "install: ${MODULE} is not in ${prefix}")
  endif()
  must("basin run" SAYS "unit_eigenvalues"
       COMMAND "${basin}" run jiang2020.linear_region --set engine=torch --set width=10 --set max_steps=1 --store x.sqlite)
  # In the build folder the program finds the module anyway; that it finds the installed one is its run path's doing.
  cmake_path(GET MODULE PARENT_PATH folder)
  file(STRINGS "${build}/autoencoder" run_path REGEX "the prefix/${folder}")
  if(NOT run_path)
    message(FATAL_ERROR "autoencoder: its run path does not have ${prefix}/${folder}")
  endif()
  must("autoencoder torch" SAYS "LibTorch differs by rounding" COMMAND "${build}/autoencoder" torch)
endif()
file(REMOVE_RECURSE "${SCRATCH}")
