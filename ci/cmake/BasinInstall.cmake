# What `cmake --install` puts under a prefix: library, headers, program, the modules it opens, claims and golden numbers, and the
# CMake package (find_package(basin)). Folders are relative to one another, so that the prefix can be moved.
include(CMakePackageConfigHelpers)
set(BASIN_MODULE_FOLDER "${CMAKE_INSTALL_LIBDIR}/basin")
set(BASIN_PACKAGE_FOLDER "${CMAKE_INSTALL_LIBDIR}/cmake/basin")

install(TARGETS basin basin_program basin_main EXPORT basinTargets ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}")
install(EXPORT basinTargets NAMESPACE basin:: DESTINATION "${BASIN_PACKAGE_FOLDER}")

# Libraries of a prefix of their own (an official LibTorch, say) are found by programs installed elsewhere too.
set(installed basin_cli basin_hopfield)
if(TARGET basin_torch)
  list(APPEND installed basin_torch)
endif()
set_target_properties(${installed} PROPERTIES INSTALL_RPATH_USE_LINK_PATH ON)
install(TARGETS ${installed} RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}" LIBRARY DESTINATION "${BASIN_MODULE_FOLDER}")

# Headers: every module's, but for tests' fixtures and for those that need a library which consumers do not compile with.
file(GLOB headers CONFIGURE_DEPENDS RELATIVE "${PROJECT_SOURCE_DIR}/lib" "${PROJECT_SOURCE_DIR}/lib/*/*.hpp")
foreach(header IN LISTS headers)
  file(STRINGS "${PROJECT_SOURCE_DIR}/lib/${header}" private
       REGEX "^#include (<(gtest|gmock|toml\\+\\+|nlohmann|SQLiteCpp|boost|armadillo|CLI|torch)|\"claims/toml_table\\.)")
  cmake_path(GET header PARENT_PATH module)
  if(NOT private AND NOT header MATCHES "/[^/]*test[^/]*$")
    install(FILES "${PROJECT_SOURCE_DIR}/lib/${header}" DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/basin/${module}")
  endif()
endforeach()

# Where the program looks for them: ../share/<its name> (lib/program/options.cpp).
install(DIRECTORY "${PROJECT_SOURCE_DIR}/claims" "${PROJECT_SOURCE_DIR}/golden" "${PROJECT_SOURCE_DIR}/figures"
        DESTINATION share/basin)
install(DIRECTORY "${PROJECT_SOURCE_DIR}/reproductions" DESTINATION share/basin FILES_MATCHING PATTERN "README.md")
install(FILES "${PROJECT_SOURCE_DIR}/bench/results.json" DESTINATION share/basin/bench OPTIONAL)  # if it was measured

configure_package_config_file("${PROJECT_SOURCE_DIR}/ci/cmake/basinConfig.cmake.in" "${PROJECT_BINARY_DIR}/basinConfig.cmake"
                              INSTALL_DESTINATION "${BASIN_PACKAGE_FOLDER}" PATH_VARS BASIN_MODULE_FOLDER)
write_basic_package_version_file("${PROJECT_BINARY_DIR}/basinConfigVersion.cmake" COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/basinConfig.cmake" "${PROJECT_BINARY_DIR}/basinConfigVersion.cmake"
              "${PROJECT_SOURCE_DIR}/ci/cmake/BasinProgram.cmake" "${PROJECT_SOURCE_DIR}/ci/cmake/BasinDigest.cmake"
        DESTINATION "${BASIN_PACKAGE_FOLDER}")
