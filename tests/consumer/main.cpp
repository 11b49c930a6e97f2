// Reads a problem through the installed library, encloses kappa, and frees matrices that the library
// allocated.
#include <cstdlib>
#include <iostream>

#include "plumbline/problem/problem.hpp"
#include "plumbline/problem/quantities.hpp"

int main(int argc, char** argv) {
  if (argc != 2) return EXIT_FAILURE;
  const plumbline::Problem problem = plumbline::read_problem(argv[1]);
  const plumbline::Quantities quantities = plumbline::compute_quantities(problem, 20);
  std::cout << problem.id << ": kappa in [" << plumbline::lower(quantities.kappa) << ", "
            << plumbline::upper(quantities.kappa) << "]\n";
  return quantities.rank == 3 &&
                 plumbline::less(plumbline::Interval(1), quantities.kappa) == plumbline::Truth::kTrue
             ? EXIT_SUCCESS
             : EXIT_FAILURE;
}
