#include "plumbline/verdict/sequential.hpp"

namespace plumbline {
namespace {

constexpr std::int64_t kFirstLook = 20;

}  // namespace

std::vector<Look> planned_looks(std::int64_t budget, double level) {
  std::vector<Look> looks;
  for (std::int64_t runs = kFirstLook; runs < budget; runs *= 2) {
    level /= 2;
    looks.push_back({runs, level});
  }
  looks.push_back({budget, level / 2});
  return looks;
}

}  // namespace plumbline
