# cmake --install: the command, the library with its headers and CMake package, the data folder.
include(CMakePackageConfigHelpers)
set(plumbline_package_folder "${CMAKE_INSTALL_LIBDIR}/cmake/Plumbline")

install(TARGETS plumbline plumb EXPORT PlumblineExports)
if(PLUMBLINE_MPI)
  install(TARGETS plumb-mpi)
endif()
install(DIRECTORY src/plumbline DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}" FILES_MATCHING PATTERN "*.hpp")
install(DIRECTORY data/ DESTINATION "${CMAKE_INSTALL_DATADIR}/plumbline")

install(EXPORT PlumblineExports NAMESPACE plumbline:: DESTINATION "${plumbline_package_folder}")
write_basic_package_version_file("${PROJECT_BINARY_DIR}/PlumblineConfigVersion.cmake" COMPATIBILITY SameMinorVersion)
install(FILES cmake/PlumblineConfig.cmake cmake/PlumblineDependencies.cmake
              "${PROJECT_BINARY_DIR}/PlumblineConfigVersion.cmake"
        DESTINATION "${plumbline_package_folder}")
