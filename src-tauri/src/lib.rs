//! What a person sees: the window and the `sala` command line.

/// Starts the window and stays until it is closed.
///
/// # Errors
/// When the window cannot be made.
pub fn window() -> tauri::Result<()> {
    tauri::Builder::default().plugin(tauri_plugin_dialog::init()).run(tauri::generate_context!())
}
