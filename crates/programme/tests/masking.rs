//! Who is shown which answer.

use forms::Class;
use programme::Role;
use programme::masking::{Showing, Standing, showing};

const CLASSES: [Class; 4] = [Class::P0, Class::P1, Class::P2, Class::P3];

#[test]
fn each_role_is_shown_what_its_work_needs() {
    // Of P2 and P3: own records, the team's, elsewhere.
    #[track_caller]
    fn check(role: Role, p2: &str, p3: &str) {
        for (class, told) in [(Class::P2, p2), (Class::P3, p3)] {
            let shown = Standing::ALL.map(|standing| showing(role, class, standing).as_str());
            assert_eq!(shown.join(" "), told, "{role} {}", class.as_str());
        }
    }
    check(Role::Field, "open masked barred", "open barred barred");
    check(
        Role::Coordinator,
        "open masked masked",
        "open barred barred",
    );
    check(Role::Supervisor, "open masked masked", "open barred barred");
    check(Role::Va, "open open masked", "open open masked");
    check(Role::Admin, "open barred barred", "open barred barred");
}

#[test]
fn nobody_is_shown_less_of_what_is_less_guarded_or_nearer() {
    for role in Role::ALL {
        for standing in Standing::ALL {
            let by_class = CLASSES.map(|class| showing(role, class, standing));
            assert!(by_class.is_sorted_by(|a, b| a >= b), "{role} {by_class:?}");
            assert_eq!(by_class[..2], [Showing::Open; 2], "{role}");
        }
        for class in CLASSES {
            let by_standing = Standing::ALL.map(|standing| showing(role, class, standing));
            assert!(
                by_standing.is_sorted_by(|a, b| a >= b),
                "{role} {by_standing:?}"
            );
        }
    }
}

#[test]
fn whoever_is_shown_health_is_shown_names() {
    // Lists and search rest on it: they know of one guarded text only.
    for role in Role::ALL {
        for standing in Standing::ALL {
            let (p2, p3) = (
                showing(role, Class::P2, standing),
                showing(role, Class::P3, standing),
            );
            assert_eq!(
                p2 == Showing::Open,
                p3 == Showing::Open,
                "{role} {standing:?}"
            );
        }
    }
}
