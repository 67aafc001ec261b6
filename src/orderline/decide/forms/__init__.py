"""Forms: tasks as data (`form`), what fills their slots (`resolve_*`), and the engine that runs any of them."""
