"""The web application: settings, addresses, templates, components."""
