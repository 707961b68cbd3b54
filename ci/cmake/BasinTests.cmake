# Everything ctest knows: unit tests from GoogleTest, claims from the program, checks from scripts. Names: unit.*, runs.*,
# claim.*, control.*, golden.*, check.*; labels: tier, source or module, kind.
find_package(GTest REQUIRED)
# Found in lib/ already, but imported targets are known only in the folder that finds them.
find_package(Boost REQUIRED)
find_package(SQLiteCpp REQUIRED)
find_package(tomlplusplus REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(Armadillo REQUIRED)
find_package(ZLIB REQUIRED)
find_package(Python3 COMPONENTS Interpreter)
include(GoogleTest)

# Networks compared with LibTorch, a test each (TEST_P): opening LibTorch takes most of a second a process, comparing
# milliseconds, so that one process runs them all.
set(with_libtorch "*/*LibTorch/*:*/*Autograd/*")

# Unit tests: one executable a module, from every *_test.cpp beside its sources.
function(basin_unit_tests name libraries)
  list(SUBLIST ARGN 0 -1 sources)
  if(NOT sources)
    return()
  endif()
  add_executable(basin_${name}_test ${sources})
  basin_compiler(basin_${name}_test)
  # gtest_main first: its main must win over that of an archive.
  target_link_libraries(basin_${name}_test PRIVATE GTest::gtest_main GTest::gmock ${libraries})
  if(TARGET basin_torch)
    add_dependencies(basin_${name}_test basin_torch)  # opened at run time: an old one would have other structures
  endif()
  # Found when ctest starts and not when building, so that an executable that cannot start fails tests and not the build.
  gtest_discover_tests(basin_${name}_test TEST_PREFIX "unit." DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT 120
                       TEST_FILTER "-${with_libtorch}" PROPERTIES TIMEOUT 300)
  # Labels are a list, which gtest_discover_tests takes apart: they are set once the tests are known.
  set(labels "${CMAKE_CURRENT_BINARY_DIR}/basin_${name}_test.labels.cmake")
  file(WRITE "${labels}" "if(basin_${name}_test_TESTS)\n"
       "  set_tests_properties(\${basin_${name}_test_TESTS} PROPERTIES LABELS [[quick;${name};unit]])\nendif()\n")
  set_property(DIRECTORY APPEND PROPERTY TEST_INCLUDE_FILES "${labels}")
endfunction()

foreach(module IN ITEMS core data nets train dynamics theory hopfield stats claims report program)
  file(GLOB tests CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/lib/${module}/*_test.cpp")
  if(module STREQUAL "program")
    set(libraries basin_program nlohmann_json::nlohmann_json)
  else()
    set(libraries basin SQLiteCpp Boost::headers nlohmann_json::nlohmann_json tomlplusplus::tomlplusplus
                  ZLIB::ZLIB ${ARMADILLO_LIBRARIES})
  endif()
  basin_unit_tests(${module} "${libraries}" ${tests})
endforeach()
add_test(NAME unit.train.all_networks_with_libtorch COMMAND basin_train_test "--gtest_filter=${with_libtorch}")
set_tests_properties(unit.train.all_networks_with_libtorch PROPERTIES LABELS "quick;train;unit" TIMEOUT 300
                     SKIP_REGULAR_EXPRESSION "\\[  SKIPPED \\]" FAIL_REGULAR_EXPRESSION "Running 0 tests")
file(GLOB tests CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/reproductions/*/*_test.cpp")
basin_unit_tests(reproductions "basin_program;basin_cli_experiments" ${tests})
# Data sets beside the source tree, for tests that need real ones; BASIN_DATA goes first (lib/data/data_test_files.hpp).
foreach(test IN ITEMS basin_data_test basin_reproductions_test)
  if(TARGET ${test})
    target_compile_definitions(${test} PRIVATE BASIN_DATA_BESIDE="${PROJECT_SOURCE_DIR}/../shared/data")
  endif()
endforeach()

# Claims and controls are the program's: it writes a script that CTest includes, anew whenever it or a claim changes.
file(GLOB_RECURSE claim_files CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/claims/*.toml")
file(GLOB_RECURSE golden_files CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/golden/*.csv")
set(claims_script "${PROJECT_BINARY_DIR}/basin_claims.ctest.cmake")
set(tier_options "")
foreach(tier IN LISTS BASIN_TIERS)
  list(APPEND tier_options --tier "${tier}")
endforeach()
# The list is a file, so that a claim that is gone makes the script anew as well.
list(JOIN claim_files "\n" claim_lines)
list(JOIN golden_files "\n" golden_lines)
file(CONFIGURE OUTPUT "${claims_script}.list" CONTENT "${claim_lines}\n${golden_lines}\n" @ONLY)
add_custom_command(
  OUTPUT "${claims_script}"
  COMMAND basin_cli list --ctest "${claims_script}" ${tier_options}
  DEPENDS basin_cli "${claims_script}.list" ${claim_files} ${golden_files}
  COMMENT "Registering claims with CTest" VERBATIM)
add_custom_target(basin_claims_registered ALL DEPENDS "${claims_script}")
# Before the first build there is no script; a test that cannot run says so, where silence would look like success.
# The page is written from the runs of all claims, so that its test must know their fixtures.
set(report_test "")
if(Python3_Interpreter_FOUND)
  string(CONCAT report_test "  add_test([==[check.report]==] [==[${Python3_EXECUTABLE}]==] [==[${PROJECT_SOURCE_DIR}/ci/checks/report.py]==]\n"
         "           [==[${PROJECT_BINARY_DIR}/basin]==] [==[${PROJECT_BINARY_DIR}/report]==] [==[${PROJECT_SOURCE_DIR}/golden]==])\n"
         "  set_tests_properties([==[check.report]==] PROPERTIES LABELS [==[quick;check]==] TIMEOUT 600 PROCESSORS 2\n"
         "                       FIXTURES_SETUP report FIXTURES_REQUIRED \"\${basin_run_fixtures}\")\n")
endif()
file(WRITE "${PROJECT_BINARY_DIR}/basin_claims_or_not.ctest.cmake"
  "if(EXISTS [==[${claims_script}]==])\n  include([==[${claims_script}]==])\n${report_test}else()\n  add_test(basin_NOT_BUILT basin_NOT_BUILT)\nendif()\n")
set_property(DIRECTORY "${PROJECT_SOURCE_DIR}" APPEND PROPERTY TEST_INCLUDE_FILES
             "${PROJECT_BINARY_DIR}/basin_claims_or_not.ctest.cmake")

# Checks of the suite itself.
function(basin_check name)
  add_test(NAME check.${name} COMMAND "${Python3_EXECUTABLE}" "${PROJECT_SOURCE_DIR}/ci/checks/${name}.py" ${ARGN})
  set_tests_properties(check.${name} PROPERTIES LABELS "quick;check" TIMEOUT 120 SKIP_RETURN_CODE 77)
endfunction()
if(Python3_Interpreter_FOUND)
  basin_check(layers "${PROJECT_SOURCE_DIR}/lib")
  basin_check(claims_registered $<TARGET_FILE:basin_cli> "${claims_script}" "${PROJECT_SOURCE_DIR}/claims" ${tier_options})
  basin_check(alpha_ledger $<TARGET_FILE:basin_cli> ${tier_options})
  basin_check(bad_input $<TARGET_FILE:basin_cli>)
  basin_check(killed_run $<TARGET_FILE:basin_cli> "${PROJECT_SOURCE_DIR}/claims")
  basin_check(start_up $<TARGET_FILE:basin_cli>)
  basin_check(output_schema $<TARGET_FILE:basin_cli> "${PROJECT_SOURCE_DIR}/lib/program/OUTPUT.md"
              "${PROJECT_SOURCE_DIR}/claims")
  # Seconds in a release build, minutes with sanitizers; the second one runs two workers.
  set_tests_properties(check.bad_input check.killed_run PROPERTIES TIMEOUT 600)
  set_tests_properties(check.killed_run PROPERTIES PROCESSORS 2)
  add_test(NAME check.bench_harness COMMAND "${Python3_EXECUTABLE}" -m unittest discover
                                            -s "${PROJECT_SOURCE_DIR}/bench/harness" -p "*_test.py")
  set_tests_properties(check.bench_harness PROPERTIES LABELS "quick;check" TIMEOUT 120
                       ENVIRONMENT "PYTHONPATH=${PROJECT_SOURCE_DIR}/bench;PYTHONDONTWRITEBYTECODE=1")
else()
  message(WARNING "Python 3 not found: the tests check.* are left out")
endif()

# The page in a browser, where node, Chromium and the two packages of ci/page are there (ci/setup.sh puts them into the
# build folder), on what check.report has written.
find_program(BASIN_NODE NAMES node nodejs DOC "node, for check.page")
if(BASIN_NODE)
  add_test(NAME check.page COMMAND "${BASIN_NODE}" "${PROJECT_SOURCE_DIR}/ci/checks/page.mjs"
                                   "${PROJECT_BINARY_DIR}/report" "${PROJECT_BINARY_DIR}/page")
else()
  add_test(NAME check.page COMMAND "${CMAKE_COMMAND}" -E echo "skipped: node is not to be found (Debian: nodejs)")
  set_tests_properties(check.page PROPERTIES SKIP_REGULAR_EXPRESSION "skipped: ")
endif()
set_tests_properties(check.page PROPERTIES LABELS "quick;check" TIMEOUT 180 SKIP_RETURN_CODE 77
                     FIXTURES_REQUIRED report)

# Whether what is installed can be used: ci/consumer, compiled with the same compiler but for any processor.
set(consumer_flags "${CMAKE_CXX_FLAGS}")
if(BASIN_SANITIZE)
  string(APPEND consumer_flags " -fsanitize=address,undefined")
endif()
list(JOIN CMAKE_PREFIX_PATH "|" consumer_prefix_path)
set(consumer_module "")
if(TARGET basin_torch)
  set(consumer_module "${CMAKE_INSTALL_LIBDIR}/basin/libbasin_torch.so")
endif()
add_test(NAME check.install_consumer
         COMMAND "${CMAKE_COMMAND}" "-DBUILD=${PROJECT_BINARY_DIR}" "-DCONSUMER=${PROJECT_SOURCE_DIR}/ci/consumer"
                 "-DSCRATCH=${PROJECT_BINARY_DIR}/install_consumer" "-DGENERATOR=${CMAKE_GENERATOR}"
                 "-DMAKE_PROGRAM=${CMAKE_MAKE_PROGRAM}" "-DCOMPILER=${CMAKE_CXX_COMPILER}"
                 "-DLAUNCHER=${CMAKE_CXX_COMPILER_LAUNCHER}" "-DBUILD_TYPE=${CMAKE_BUILD_TYPE}"
                 "-DFLAGS=${consumer_flags}" "-DPREFIX_PATH=${consumer_prefix_path}" "-DBINDIR=${CMAKE_INSTALL_BINDIR}"
                 "-DMODULE=${consumer_module}" -P "${PROJECT_SOURCE_DIR}/ci/checks/install_consumer.cmake")
set_tests_properties(check.install_consumer PROPERTIES LABELS "quick;check" TIMEOUT 300)
