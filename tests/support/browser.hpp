// A page as a headless browser sees it.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace plumbline::test {

struct BrowserVisit {
  nlohmann::ordered_json answer;     ///< what the probe put together
  std::vector<std::string> console;  ///< messages of the console: errors and warnings too
};

/// Opens the page, at a window of that width, in Debian's Chromium without a network, and runs the body of an
/// async JavaScript function that returns something JSON can hold.
/// @throws std::runtime_error if the browser is missing or the page does not answer.
BrowserVisit visit(const std::string& page, int width, const std::string& probe);

}  // namespace plumbline::test
