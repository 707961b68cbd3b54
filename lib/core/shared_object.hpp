// A part of the program that lies in a shared object beside it and is opened on first use, so that a start does not pay
// for the libraries it needs.
#pragma once

#include <string>

namespace basin {

/// A shared object that is open, or why it could not be opened.
struct OpenedModule {
  std::string file;        ///< where it was found
  void* handle = nullptr;  ///< of dlopen; never closed
  std::string failure;     ///< empty where it is open

  /// Function of this C name, null where there is none. Function: its type.
  template <class Function>
  [[nodiscard]] Function* function(const char* name) const {
    return reinterpret_cast<Function*>(symbol(name));
  }

 private:
  [[nodiscard]] void* symbol(const char* name) const;
};

/// Opens `file`: in the program's folder, then in `folders` (separated by ':', relative to the program's folder or
/// absolute), then along the program's run path. `what` names it in the failure: "the LibTorch engine".
[[nodiscard]] OpenedModule open_module(const std::string& what, const std::string& file, const std::string& folders);

}  // namespace basin
