import { waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { HostFault } from "../host";
import { asked, find, get, gone, show } from "../testing/show";

test("answers, problems, states and history of a record", async () => {
  await show("/record/rec-0");
  expect((await find("record-title")).textContent).toBe("Andaeuk Haeb, primary school");
  expect(get("record-states").textContent).toContain("submitted");
  expect(get("record-states").textContent).toContain("on this laptop");
  expect(get("answer-where/position").textContent).toContain("internal");
  expect(get("record").textContent).toContain("6.2 km from the declared village");
  expect(get("history").textContent).toContain("Sok Dara changed 2 answers");
  expect(get("history").textContent).toContain("Which is right?");
});

test("a warning stands with the reason that was given for it", async () => {
  await show("/record/rec-0");
  const reason = await find("reason-of-S9-people/dis_girls");
  expect(reason.textContent).toContain("The teacher knows every child.");
  expect(reason.textContent).toContain("Sok Dara");
  const warning = reason.closest("li");
  expect(warning?.textContent).toContain("Nobody with a disability was counted.");
  expect(warning?.textContent).toContain("explained");
  expect(get("record").textContent).not.toContain("please check");
});

test("a reason stays though its warning is gone", async () => {
  await show("/record/rec-0", {}, (host) => {
    const record = host.record;
    host.record = async (id) => ({ ...(await record(id)), problems: [] });
  });
  const reason = await find("reason-of-S9-people/dis_girls");
  expect(reason.closest("li")?.textContent).toContain("Said when rule S9 asked why:");
});

test("what changed between two versions is read, old and new", async () => {
  const { host, user } = await show("/record/rec-0");
  await user.click(await find("diff-rec-0-b"));
  const diff = await find("diff");
  expect(diff.querySelector("del")?.textContent).toContain("38");
  expect(diff.querySelector("ins")?.textContent).toContain("36");
  expect(asked(host, "recordDiff").at(-1)).toEqual(["rec-0", "rec-0-a", "rec-0-b"]);
  await user.selectOptions(get("compare").querySelectorAll("select")[1] as Element, "rec-0-a");
  await waitFor(() => expect(get("compare").textContent).toContain("These two are the same"));
});

test("a conflict shows before, now and the other, and leads to the form", async () => {
  const { user } = await show("/record/rec-4");
  const panel = await find("conflicts");
  for (const said of ["38", "36", "40"]) expect(panel.textContent).toContain(said);
  await user.click(get("settle"));
  expect((await find("apart-people/total")).querySelector("p")?.textContent).toBe(
    "Two people answered this apart from each other. Before: 38. Shown now: 36. The other: 40.",
  );
  const inFocus = () => document.activeElement?.closest<HTMLElement>("[data-path]");
  await waitFor(() => expect(inFocus()?.dataset.path).toBe("people/total"));
});

test("the other answer is taken with the keyboard, and is an answer like any other", async () => {
  const { host, user } = await show("/record/rec-4");
  await user.click(await find("settle"));
  const take = await find("apart-people/total-theirs");
  take.focus();
  await user.keyboard("{Enter}");
  await waitFor(() => expect(take.getAttribute("aria-pressed")).toBe("true"));
  expect(get("apart-people/total-ours").getAttribute("aria-pressed")).toBe("false");
  await waitFor(() =>
    expect(asked(host, "draftSet").at(-1)?.slice(1, 3)).toEqual(["people/total", "40"]),
  );
  // Of one number there are not both.
  expect(gone("apart-people/total-both")).toBeNull();
});

test("of several choices both are kept", async () => {
  const { host, user } = await show("/record/rec-4");
  await user.click(await find("settle"));
  await user.click(await find("apart-session/messages-both"));
  await waitFor(() =>
    expect(asked(host, "draftSet").at(-1)?.slice(1, 3)).toEqual([
      "session/messages",
      "do_not_touch report farming",
    ]),
  );
  await waitFor(() =>
    expect(get("apart-session/messages-both").getAttribute("aria-pressed")).toBe("true"),
  );
});

test("a receipt is checked here and now", async () => {
  const { host, user } = await show("/record/rec-10");
  const receipt = await find("receipt-batch-2");
  await user.click(get("receipt-check-batch-2"));
  await waitFor(() => expect(receipt.textContent).toContain("Checked just now"));
  expect(asked(host, "receiptCheck")).toEqual([["batch-2"]]);
});

test("without a receipt nothing is called confirmed", async () => {
  await show("/record/rec-0");
  await find("record-title");
  expect(get("record").textContent).toContain("has not confirmed this record yet");
  expect(gone("receipt-batch-2")).toBeNull();
});

test("field staff correct a record but do not decide on it", async () => {
  const { user } = await show("/record/rec-0");
  await user.click(await find("edit"));
  await find("form");
  expect(gone("move-approve")).toBeNull();
});

test("a rejection needs a reason and keeps it", async () => {
  const { host, user } = await show("/record/rec-1", { role: "supervisor" });
  await user.click(await find("move-reject"));
  expect((await find("reason-do")).hasAttribute("disabled")).toBe(true);
  await user.type(get("reason"), "entered twice");
  await user.click(get("reason-do"));
  await waitFor(() => expect(get("record-states").textContent).toContain("rejected"));
  expect(asked(host, "review")).toEqual([["rec-1", "reject", [], "entered twice"]]);
});

test("a record that is not here says so and leads on", async () => {
  await show("/record/rec-9999");
  expect((await find("fault")).dataset.code).toBe("not_found");
});

test("a decision that was overtaken is told and changes nothing", async () => {
  const { user } = await show("/record/rec-1", { role: "supervisor" }, (h) =>
    h.failNext("review", new HostFault("wrong_state", "approved meanwhile")),
  );
  await user.click(await find("move-approve"));
  expect((await find("fault")).textContent).toContain("moved on meanwhile");
  expect(get("record-states").textContent).toContain("submitted");
});
