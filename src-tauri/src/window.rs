//! The one window: its commands, events and file choosers.

use desk::Desk;
use desk::view::{Changed, Fault, Pill};
use serde::{Deserialize, Serialize};
use specta::Type;
use tauri_specta::{Builder, ErrorHandlingMode, Event, collect_commands, collect_events};

use crate::gps::{GpsMoved, GpsStop};
use crate::hub::HubSeat;
use crate::sticks::{self, StickChosen, StickMoved};
use crate::tables::ImportMoved;
use crate::{
    by_itself, choosers, commands, doubles, files, filling, gps, hub, judging, maps, quality,
    reporting, reviewing, roads, shelf, tables,
};

/// The delivery pill has something new to say.
#[derive(Debug, Clone, Serialize, Deserialize, Type, Event)]
pub struct PillMoved(pub Pill);

/// Something changed behind the screens.
#[derive(Debug, Clone, Serialize, Deserialize, Type, Event)]
pub struct StoreChanged(pub Changed);

/// What the window may ask, each a command of one line.
macro_rules! asked {
    () => {
        collect_commands![
            commands::app_state,
            commands::passphrase_strength,
            commands::set_preferences,
            commands::try_here,
            commands::unlock,
            commands::recover,
            commands::change_passphrase,
            commands::lock,
            commands::home,
            commands::pill,
            filling::draft_new,
            filling::draft_open,
            filling::draft_set,
            filling::draft_position,
            filling::read_position,
            filling::draft_choices,
            filling::draft_place,
            filling::places_find,
            filling::draft_add,
            filling::draft_remove,
            filling::draft_undo,
            filling::draft_redo,
            filling::draft_repeat_last,
            filling::draft_reason,
            filling::draft_discard,
            filling::draft_restore,
            filling::draft_finish,
            commands::records,
            commands::record_points,
            commands::record,
            commands::record_diff,
            commands::record_edit,
            commands::reveal,
            commands::timeline,
            commands::record_places,
            commands::record_views,
            reporting::report_choices,
            reporting::row_choices,
            reporting::report,
            reporting::report_points,
            maps::maps,
            maps::import_map,
            maps::map_remove,
            maps::map_bytes,
            maps::draft_set_on_map,
            reporting::given_out,
            reporting::reveals,
            commands::keep_record_views,
            commands::review,
            commands::review_queue,
            reviewing::verify_clean,
            reviewing::draft_reply,
            reviewing::record_seen,
            reviewing::record_neighbours,
            reviewing::months,
            reviewing::lock_month,
            doubles::duplicates,
            doubles::double,
            doubles::double_consents,
            doubles::merge,
            doubles::distinct,
            doubles::untie,
            quality::findings,
            quality::moved_places,
            quality::record_move,
            quality::thresholds,
            quality::set_thresholds,
            commands::search,
            commands::sync_view,
            commands::receipt_check,
            commands::doctor,
            commands::people_here,
            commands::places_lists,
            commands::targets,
            commands::about,
            shelf::form_shelf,
            shelf::form_take,
            shelf::form_activate,
            shelf::form_retire,
            shelf::form_preview,
            choosers::read_code_file,
            choosers::restore_backup,
            choosers::backup,
            choosers::save_list,
            choosers::save_report,
            files::draft_choose_file,
            files::draft_attach,
            files::draft_file,
            files::record_file,
            files::record_file_save,
            files::form_picture,
            files::picture_side,
            files::set_picture_side,
            gps::gps_ports,
            gps::gps_measure,
            gps::draft_set_measured,
            gps::gps_cancel,
            choosers::look_at_form,
            choosers::import_places,
            choosers::import_targets,
            roads::join,
            roads::add_person,
            roads::sync_now,
            roads::sync_files_now,
            roads::sync_cancel,
            roads::set_syncs_by_itself,
            roads::set_fetches_files,
            roads::set_holds_files,
            roads::refused_settle,
            sticks::stick_choice,
            sticks::stick_write,
            sticks::stick_write_on,
            sticks::stick_look,
            sticks::stick_look_again,
            sticks::stick_take,
            hub::hub_view,
            hub::hub_serve,
            hub::hub_stop,
            hub::hub_new_code,
            hub::hub_picture,
            hub::hub_find,
            hub::hub_visit,
            tables::import_table,
            tables::import_cancel,
            tables::save_rejected,
        ]
    };
}

/// All that the window may ask and hear, with its types.
pub fn surface() -> Builder<tauri::Wry> {
    Builder::<tauri::Wry>::new()
        .error_handling(ErrorHandlingMode::Result)
        .disable_serde_phases()
        .typ::<Fault>()
        .commands(asked!())
        .events(collect_events![
            PillMoved,
            StoreChanged,
            ImportMoved,
            GpsMoved,
            StickMoved
        ])
}

/// Starts the window and stays until it is closed.
///
/// # Errors
/// When the window cannot be made.
pub fn open(desk: Desk) -> tauri::Result<()> {
    let surface = surface();
    let (by_itself, judging) = (desk.clone(), desk.clone());
    tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .manage(desk)
        .manage(GpsStop::default())
        .manage(StickChosen::default())
        .manage(HubSeat::default())
        .invoke_handler(surface.invoke_handler())
        .setup(move |app| {
            surface.mount_events(app);
            tauri::WebviewWindowBuilder::new(app, "main", tauri::WebviewUrl::default())
                .title("Sala")
                .inner_size(1366.0, 768.0)
                .min_inner_size(900.0, 600.0)
                // What is dropped goes to the question it is dropped onto, as the page hands it over.
                .disable_drag_drop_handler()
                .build()?;
            by_itself::start(app.handle(), by_itself);
            judging::start(app.handle(), judging);
            Ok(())
        })
        .run(tauri::generate_context!())
}
