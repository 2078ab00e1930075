//! The figures of rules that a programme may set, as one table.

/// A figure that a programme may set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figure {
    /// The name under which it is set, and by which expressions of the table of rules read it: `{late_days}`.
    pub name: &'static str,
    /// The rule that speaks from it.
    pub rule: &'static str,
    /// What it counts.
    pub unit: Unit,
    /// What it is where nobody set it.
    pub usual: u32,
    /// The smallest that makes sense.
    pub least: u32,
    /// The largest.
    pub most: u32,
    /// What is looked at again when it is set.
    pub read_by: ReadBy,
}

/// What a figure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// People.
    People,
    /// Of a hundred.
    Percent,
    /// Seconds.
    Seconds,
    /// Minutes.
    Minutes,
    /// Minutes since midnight, told as a time of day.
    Clock,
    /// Days.
    Days,
    /// Metres.
    Metres,
    /// Kilometres an hour.
    KmH,
    /// Points of a likeness, of a hundred.
    Points,
    /// So many of what its name says.
    Count,
}

/// What reads a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadBy {
    /// Rules on the answers of one record.
    Answers,
    /// Rules on several records.
    Groups,
    /// Holding people against each other.
    People,
    /// Holding sessions against each other.
    Sessions,
}

/// Makes one constant of each row, and the table of all.
macro_rules! figures {
    ($($(#[$about:meta])* $row:ident $name:literal $rule:literal $unit:ident $usual:literal $least:literal $most:literal $read_by:ident;)*) => {
        $(
            $(#[$about])*
            pub const $row: Figure = Figure {
                name: $name,
                rule: $rule,
                unit: Unit::$unit,
                usual: $usual,
                least: $least,
                most: $most,
                read_by: ReadBy::$read_by,
            };
        )*

        /// The figures that a programme may set, in the catalogue's order.
        pub const FIGURES: &[Figure] = &[$($row),*];
    };
}

figures! {
    /// Days after an activity from which a report is late.
    LATE_DAYS "late_days" "R-A3" Days 30 1 3_660 Answers;
    /// Days after an accident from which its report is late.
    ACCIDENT_LATE_DAYS "accident_late_days" "T3" Days 90 1 3_660 Answers;
    /// People at one session above whom somebody is asked whether they were counted.
    SESSION_PEOPLE "session_people" "S6" People 100 10 2_000 Answers;
    /// People at a school from whom on a round figure is doubted.
    ROUND_SCHOOL_PEOPLE "round_school_people" "S7" People 100 50 2_000 Answers;
    /// Of a hundred people at one session, so many may have a disability.
    DISABLED_SESSION_PERCENT "disabled_session_percent" "S9" Percent 30 1 100 Answers;
    /// People of a team in a month above whom the share of disability is read.
    DISABLED_PEOPLE "disabled_people" "S9" People 300 50 100_000 Groups;
    /// Of a hundred people of a team in a month, so many may have a disability.
    DISABLED_PERCENT "disabled_percent" "S9" Percent 30 1 100 Groups;
    /// Minutes that a session takes at least.
    SESSION_MINUTES_LEAST "session_minutes_least" "T1" Minutes 20 0 600 Answers;
    /// Minutes that a session takes at most.
    SESSION_MINUTES_MOST "session_minutes_most" "T1" Minutes 180 10 1_440 Answers;
    /// The time of day before which no session begins.
    DAY_BEGINS "day_begins" "T2" Clock 330 0 1_439 Answers;
    /// The time of day after which no session begins.
    DAY_ENDS "day_ends" "T2" Clock 1_230 0 1_439 Answers;
    /// Metres by which a device may be unsure of a position.
    ACCURACY_METRES "accuracy_metres" "L1" Metres 50 1 10_000 Answers;
    /// Metres outside the declared province from which on a position is doubted.
    PROVINCE_METRES "province_metres" "R-C2" Metres 2_000 0 100_000 Answers;
    /// Metres outside the declared province beyond which a position stops the record.
    PROVINCE_METRES_MOST "province_metres_most" "R-C2" Metres 5_000 0 1_000_000 Answers;
    /// Metres outside the declared commune from which on a position is doubted.
    COMMUNE_METRES "commune_metres" "R-C2b" Metres 1_000 0 100_000 Answers;
    /// Metres from the declared village from which on a position is doubted.
    VILLAGE_METRES "village_metres" "R-C3" Metres 5_000 50 1_000_000 Answers;
    /// Metres from the declared village from which on it is told as very far.
    VILLAGE_METRES_FAR "village_metres_far" "R-C3" Metres 15_000 50 1_000_000 Answers;
    /// Metres from the declared village beyond which a position stops the record.
    VILLAGE_METRES_MOST "village_metres_most" "R-C3" Metres 30_000 50 1_000_000 Answers;
    /// Decimals of a degree that a position has at least.
    POSITION_DECIMALS "position_decimals" "R-C5" Count 4 1 7 Answers;
    /// Metres around an office in which a position is the office's.
    OFFICE_METRES "office_metres" "R-C5" Metres 10 1 5_000 Answers;
    /// Metres by which positions of an old map are off, at least.
    SHIFT_METRES_LEAST "shift_metres_least" "R-C6" Metres 380 50 5_000 Groups;
    /// Metres by which positions of an old map are off, at most.
    SHIFT_METRES_MOST "shift_metres_most" "R-C6" Metres 500 50 5_000 Groups;
    /// Positions from which on a batch says something of its map.
    SHIFT_POSITIONS "shift_positions" "R-C6" Count 5 3 1_000 Groups;
    /// Villages from which on one position is odd.
    STACKED_VILLAGES "stacked_villages" "R-C7" Count 3 2 100 Groups;
    /// Minutes between two starts that are nearly the same.
    START_MINUTES "start_minutes" "R-D1" Minutes 60 0 720 Sessions;
    /// Sessions that a team can hold in a day.
    SESSIONS_A_DAY "sessions_a_day" "R-D3" Count 8 1 100 Groups;
    /// Kilometres an hour that a team can drive.
    SPEED_KMH "speed_kmh" "R-D3" KmH 60 10 500 Groups;
    /// Sessions of one class that may count people as reached for the first time.
    FIRST_TIMES "first_times" "R-D4" Count 2 1 100 Groups;
    /// Days within which they are counted.
    FIRST_DAYS "first_days" "R-D4" Days 30 1 366 Groups;
    /// Points from which on two records are probably one person.
    PROBABLE_POINTS "probable_points" "R-E6" Points 70 40 100 People;
    /// Points from which on two records are possibly one person.
    POSSIBLE_POINTS "possible_points" "R-E6" Points 50 30 100 People;
    /// Days within which no second grant is given.
    GRANT_DAYS "grant_days" "R-E10" Days 365 1 3_660 Groups;
    /// Days by which a visit may be late.
    OVERDUE_DAYS "overdue_days" "R-E11" Days 30 1 3_660 Groups;
    /// Days after which an active case should have been met.
    CONTACT_DAYS "contact_days" "R-E11" Days 365 1 3_660 Groups;
    /// Fewer seconds than this are too few for one entry.
    ENTRY_SECONDS "entry_seconds" "R-F1" Seconds 90 0 3_600 Groups;
    /// So many entries that are alike are odd.
    ALIKE_ENTRIES "alike_entries" "R-F1" Count 5 2 1_000 Groups;
    /// Minutes within which they are filled.
    ALIKE_MINUTES "alike_minutes" "R-F1" Minutes 10 1 1_440 Groups;
    /// People by whom figures that are nearly the same differ at most.
    ALIKE_PEOPLE "alike_people" "R-F1" People 2 0 50 Groups;
    /// Sessions of a team in a month from which on their totals are read.
    ROUNDED_SESSIONS "rounded_sessions" "R-F2" Count 20 5 10_000 Groups;
    /// Of a hundred totals, so many may end in 0 or 5.
    ROUNDED_PERCENT "rounded_percent" "R-F2" Percent 70 1 100 Groups;
    /// Days after which a hazard that is not handed over is told.
    HAZARD_DAYS "hazard_days" "R-G2" Days 14 1 3_660 Groups;
    /// Parts of a hundred by which a typed name is like a listed one.
    LISTED_PERCENT "listed_percent" "R-H1" Percent 90 50 100 Answers;
}

impl Figure {
    /// Returns the figure of this name.
    pub fn named(name: &str) -> Option<&'static Figure> {
        FIGURES.iter().find(|figure| figure.name == name)
    }

    /// Returns a value of it as words show it: a time of day as `05:30`, else its digits.
    pub fn shown(&self, value: u32) -> String {
        match self.unit {
            Unit::Clock => format!("{:02}:{:02}", value / 60, value % 60),
            _ => value.to_string(),
        }
    }
}
