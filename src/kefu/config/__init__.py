"""The house around the modules: settings, process roles, command line. The only place that knows everybody."""
