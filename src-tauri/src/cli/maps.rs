//! Maps on the command line.

use desk::view::MapFile;

use super::args::Maps;
use super::{Done, Run};

impl Run<'_> {
    pub(super) fn maps(&self, maps: &Maps) -> Done {
        match maps {
            Maps::Import { file } => self.say.answer(&self.desk.map_import(file)?, line),
            Maps::List => self.say.answer(&self.desk.maps()?, |all| {
                all.iter().map(line).collect::<Vec<_>>().join("\n")
            }),
            Maps::Remove { name } => {
                self.desk.map_remove(name)?;
                self.say.answer(name, |name| format!("{name} was removed."));
            }
        }
        Ok(())
    }
}

fn line(map: &MapFile) -> String {
    if let Some(why) = &map.unusable {
        return format!("{}  {why}", map.name);
    }
    format!(
        "{}  {} kB, {}, levels {} to {}, {:.2} {:.2} to {:.2} {:.2}",
        map.name,
        map.kilobytes,
        if map.is_vector {
            "lines and areas"
        } else {
            "pictures"
        },
        map.min_zoom,
        map.max_zoom,
        map.south,
        map.west,
        map.north,
        map.east
    )
}
