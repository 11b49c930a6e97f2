# Compile rules every Plumbline target shares.
add_library(plumbline_rules INTERFACE)
# Rigour: no value-changing floating-point optimisation, no contraction the source does not ask for.
target_compile_options(plumbline_rules INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -fno-fast-math -ffp-contract=off
  # GCC 12 warns of std::string's own operator+ (GCC bug 105651).
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)
if(PLUMBLINE_WERROR)
  target_compile_options(plumbline_rules INTERFACE -Werror)
endif()
if(PLUMBLINE_NATIVE)
  # Up to AVX2 and FMA, not AVX-512: GCC 12 warns (and so -Werror fails) inside its
  # own avx512 headers (GCC bug 105593).
  target_compile_options(plumbline_rules INTERFACE -march=native -mno-avx512f)
endif()

# -O2: Eigen brings its own vector code, and -O3 only lengthens the build.
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")
