#include "support/browser.hpp"

#include <sstream>
#include <stdexcept>

#include "problem/temp_folder.hpp"
#include "support/run_command.hpp"

namespace plumbline::test {
namespace {

const std::string kBegin = "PROBE-BEGIN", kEnd = "PROBE-END";

/// The answer is printed between two marks, every character that markup could change percent-encoded.
std::string probe_script(const std::string& body) {
  return "<script>addEventListener('load', async () => { let answer; try { answer = await (async () => {" +
         body + "})(); } catch (error) { console.error('probe: ' + error); } document.title = '" + kBegin +
         "' + encodeURIComponent(JSON.stringify(answer)) + '" + kEnd + "'; });</script>";
}

std::string percent_decoded(const std::string& text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      result += static_cast<char>(std::stoi(text.substr(i + 1, 2), nullptr, 16));
      i += 2;
    } else {
      result += text[i];
    }
  }
  return result;
}

std::vector<std::string> console_lines(const std::string& log) {
  std::vector<std::string> lines;
  std::istringstream stream(log);
  for (std::string line; std::getline(stream, line);) {
    if (line.find("CONSOLE") != std::string::npos) lines.push_back(line);
  }
  return lines;
}

}  // namespace

BrowserVisit visit(const std::string& page, int width, const std::string& probe) {
  const TempFolder folder;
  const std::size_t end = page.rfind("</body>");
  const std::string probed = page.substr(0, end) + probe_script(probe) + page.substr(end);
  const std::string file = folder.write("page.html", probed).string();
  const CommandResult result = run_program(with_system_folders(
      {"/usr/bin/chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
       "--no-first-run", "--enable-logging=stderr", "--host-resolver-rules=MAP * ~NOTFOUND",
       "--user-data-dir=" + (folder.path() / "profile").string(),
       "--window-size=" + std::to_string(width) + ",900", "--virtual-time-budget=5000", "--dump-dom",
       "file://" + file}));
  const std::size_t begin = result.out.find(kBegin);
  const std::size_t stop = result.out.find(kEnd, begin);
  if (begin == std::string::npos || stop == std::string::npos) {
    throw std::runtime_error("chromium gave no answer: " + result.err);
  }
  const std::size_t from = begin + kBegin.size();
  return {nlohmann::ordered_json::parse(percent_decoded(result.out.substr(from, stop - from))),
          console_lines(result.err)};
}

}  // namespace plumbline::test
