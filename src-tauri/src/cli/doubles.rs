//! Records that look like one, on the command line.

use desk::view::{DoubleGround, DoubleRow, DoubleView, Doubles};

use super::review::TwoRecords;
use super::{Done, Run};

impl Run<'_> {
    pub(super) fn duplicates(&self) -> Done {
        let doubles = self.desk.duplicates()?;
        self.say.answer(&doubles, queue);
        Ok(())
    }

    pub(super) fn compare(&self, two: &TwoRecords) -> Done {
        let view = self.desk.double(&two.one, &two.other)?;
        self.say.answer(&view, side_by_side);
        Ok(())
    }

    pub(super) fn merge(&self, two: &TwoRecords) -> Done {
        let reason = two.reason.as_deref();
        let view = self.desk.merge(&two.one, &two.other, reason)?;
        self.say.answer(&view, side_by_side);
        Ok(())
    }

    pub(super) fn distinct(&self, two: &TwoRecords) -> Done {
        let reason = two.reason.as_deref();
        let view = self.desk.distinct(&two.one, &two.other, reason)?;
        self.say.answer(&view, side_by_side);
        Ok(())
    }

    pub(super) fn untie(&self, two: &TwoRecords) -> Done {
        let reason = two.reason.as_deref();
        let view = self.desk.untie(&two.one, &two.other, reason)?;
        self.say.answer(&view, side_by_side);
        Ok(())
    }
}

fn queue(doubles: &Doubles) -> String {
    let mut lines: Vec<String> = doubles.rows.iter().map(line).collect();
    lines.push(format!(
        "{} of {} pairs that wait",
        doubles.rows.len(),
        doubles.waiting
    ));
    lines.join("\n")
}

fn line(row: &DoubleRow) -> String {
    let how = match (row.state.as_str(), row.probable) {
        ("open", true) => "probable",
        ("open", false) => "possible",
        (state, _) => state,
    };
    format!(
        "{}  {}  {how}  {}  {}  {}  {}",
        row.one.record, row.other.record, row.score, row.kind, row.one.title, row.other.title
    )
}

fn side_by_side(view: &DoubleView) -> String {
    let mut lines = vec![line(&view.row)];
    lines.extend(view.grounds.iter().map(ground));
    if let Some(kept) = &view.row.kept {
        lines.push(format!("{kept} stands for both"));
    }
    for answer in view.answers.iter().filter(|answer| answer.differs) {
        let said = |side: &Option<desk::view::AnswerView>| {
            side.as_ref()
                .map_or_else(|| "-".to_owned(), |answer| answer.value.clone())
        };
        lines.push(format!(
            "  {}: {} | {}",
            answer.path,
            said(&answer.one),
            said(&answer.other)
        ));
    }
    for decision in &view.decisions {
        lines.push(format!(
            "{}  {}  {}  {}",
            decision.at, decision.who, decision.word, decision.reason
        ));
    }
    lines.join("\n")
}

fn ground(ground: &DoubleGround) -> String {
    format!("  {} {} ({:+})", ground.code, ground.figure, ground.points)
}
