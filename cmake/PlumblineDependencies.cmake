# Every library that Plumbline's library stands on, found once: while it is built, and again where it is used
# (this file is installed beside PlumblineConfig.cmake). Reasons: docs/dependencies.md.
find_package(Boost 1.81 REQUIRED)
find_package(Eigen3 3.4 REQUIRED NO_MODULE)
find_package(fmt REQUIRED)
find_package(tomlplusplus REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(Threads REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(SQLiteCpp REQUIRED)
find_package(ZLIB REQUIRED)

# Libraries that ship no CMake package: plain imported targets.
function(plumbline_find_library target name header)
  find_library(${target}_LIBRARY NAMES ${name} REQUIRED)
  find_path(${target}_INCLUDE_DIR NAMES ${header} REQUIRED)
  add_library(plumbline_dep::${target} UNKNOWN IMPORTED)
  set_target_properties(plumbline_dep::${target} PROPERTIES
    IMPORTED_LOCATION "${${target}_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${${target}_INCLUDE_DIR}")
endfunction()

plumbline_find_library(gmp gmp gmp.h)
plumbline_find_library(mpfr mpfr mpfr.h)
plumbline_find_library(mpfi mpfi mpfi.h)
plumbline_find_library(flint flint flint/flint.h)
plumbline_find_library(arb flint-arb arb.h)
plumbline_find_library(csv csv csv.h)
plumbline_find_library(xsmm xsmm libxsmm.h)
# A static library; without a BLAS it takes its own stubs in place of one.
plumbline_find_library(xsmm_stubs xsmmnoblas libxsmm.h)
set_property(TARGET plumbline_dep::xsmm PROPERTY INTERFACE_LINK_LIBRARIES
  plumbline_dep::xsmm_stubs Threads::Threads ${CMAKE_DL_LIBS})
plumbline_find_library(nlopt nlopt_cxx nlopt.hpp)
