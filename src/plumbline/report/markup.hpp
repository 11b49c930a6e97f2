// Text inside HTML, SVG and XML.
#pragma once

#include <string>
#include <string_view>

namespace plumbline {

/// Text for an element or a quoted attribute: markup escaped; control characters other than line breaks and
/// tabs, which XML 1.0 cannot hold, become "?".
std::string escaped(std::string_view text);
/// The same for an XML attribute that is to keep its line breaks and tabs: they are written as references.
std::string escaped_attribute(std::string_view text);

}  // namespace plumbline
