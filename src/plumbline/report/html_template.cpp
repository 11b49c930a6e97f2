#include "plumbline/report/html_template.hpp"

#include <kainjow/mustache.hpp>

#include "plumbline/numeric/error.hpp"
#include "plumbline/report/markup.hpp"

namespace plumbline {
namespace {

using Json = nlohmann::ordered_json;
using Data = kainjow::mustache::data;

Data data_of(const Json& value) {
  if (value.is_null()) return Data(Data::type::bool_false);
  if (value.is_boolean()) return Data(value.get<bool>());
  if (value.is_string()) return Data(value.get<std::string>());
  if (value.is_array()) {
    Data list(Data::type::list);
    for (const Json& entry : value) list.push_back(data_of(entry));
    return list;
  }
  if (value.is_object()) {
    Data object(Data::type::object);
    for (const auto& [key, entry] : value.items()) object.set(key, data_of(entry));
    return object;
  }
  return Data(value.dump());
}

}  // namespace

struct HtmlTemplate::Parsed {
  kainjow::mustache::mustache view;
};

HtmlTemplate::HtmlTemplate(std::string_view text)
    : parsed_(new Parsed{kainjow::mustache::mustache(std::string(text))}) {
  if (!parsed_->view.is_valid()) throw InternalError("HtmlTemplate: " + parsed_->view.error_message());
  parsed_->view.set_custom_escape([](const std::string& raw) { return escaped(raw); });
}

HtmlTemplate::~HtmlTemplate() = default;

std::string HtmlTemplate::fill(const Json& values) const {
  return parsed_->view.render(data_of(values));
}

}  // namespace plumbline
