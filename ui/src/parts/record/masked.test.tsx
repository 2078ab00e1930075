import { waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { HostFault } from "../../host";
import { asked, find, get, gone, show } from "../../testing/show";

test("a masked answer keeps its label and is shown on request, which is told beforehand", async () => {
  const { host, user } = await show("/record/rec-8", { role: "coordinator" });
  const answer = await find("answer-focal/phone");
  expect(answer.textContent).toContain("Phone of the focal point");
  expect(answer.textContent).toContain("•••");
  expect(get("record").textContent).not.toContain("012 000 000");
  await user.click(get("reveal-focal/phone"));
  await waitFor(() => expect(get("answer-focal/phone").textContent).toContain("012 000 000"));
  expect(asked(host, "reveal")).toEqual([["rec-8", "focal/phone", null]]);
});

test("what a role is never shown says so and offers nothing", async () => {
  await show("/record/rec-8", { role: "coordinator" });
  const answer = await find("answer-health/injury");
  expect(answer.textContent).toContain("not shown to your role");
  expect(gone("reveal-health/injury")).toBeNull();
  expect(get("record").textContent).not.toContain("lower leg");
});

test("all of them are shown with a reason", async () => {
  const { host, user } = await show("/record/rec-8", { role: "coordinator" });
  await user.click(await find("reveal-all"));
  await user.type(await find("reveal-why"), "to call him{Enter}");
  await waitFor(() => expect(get("answer-focal/phone").textContent).toContain("012 000 000"));
  expect(asked(host, "reveal")).toEqual([["rec-8", null, "to call him"]]);
  expect(get("answer-health/injury").textContent).toContain("•••");
});

test("a refusal is told and shows nothing", async () => {
  const { user } = await show("/record/rec-8", { role: "coordinator" }, (h) =>
    h.failNext("reveal", new HostFault("disk_full", "no room")),
  );
  await user.click(await find("reveal-focal/phone"));
  await find("notice");
  expect(get("answer-focal/phone").textContent).toContain("•••");
});

test("whoever the record concerns sees it without more", async () => {
  await show("/record/rec-8", { role: "va" });
  expect((await find("answer-health/injury")).textContent).toContain("lower leg, left");
  expect(gone("unmask")).toBeNull();
});

test("a supervisor sees in the history who had answers shown", async () => {
  await show("/record/rec-8", { role: "supervisor" });
  expect((await find("reveals")).textContent).toContain(
    "Chan Sophea had shown: all masked answers",
  );
});
