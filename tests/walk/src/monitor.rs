//! Whether the page stays live while it works: the longest pause between two frames, and the tasks that blocked it.

use serde_json::Value;

use crate::Outcome;

/// What the page went through between the start and the end of the watch. All times in milliseconds.
#[derive(Debug, Clone, PartialEq)]
pub struct Smoothness {
    /// The longest time between two frames. On a busy machine it says more of the machine than of the page.
    pub frame_gap_ms_max: f64,
    /// Tasks of the page's own thread above 50 ms, the time after which a person feels a wait.
    pub long_tasks_ms: Vec<f64>,
    /// How many frames were drawn; a watch without frames has seen nothing.
    pub frames: u64,
}

impl Smoothness {
    /// The longest task; zero when none was above 50 ms.
    pub fn long_task_ms_max(&self) -> f64 {
        self.long_tasks_ms.iter().copied().fold(0.0, f64::max)
    }
}

pub const START: &str = "
const watch = { gap: 0, tasks: [], frames: 0, last: performance.now(), on: true };
watch.observer = new PerformanceObserver((list) => watch.tasks.push(...list.getEntries().map((entry) => entry.duration)));
watch.observer.observe({ type: 'longtask' });
const frame = () => {
  // Not the frame's own time: that is when it was due, not when it came.
  const now = performance.now();
  watch.gap = Math.max(watch.gap, now - watch.last);
  watch.last = now;
  watch.frames += 1;
  if (watch.on) requestAnimationFrame(frame);
};
requestAnimationFrame(frame);
window.walkWatch = watch;";

/// Ends the watch two frames later, because a long task is reported only after it ended.
pub const STOP: &str = "
const done = arguments[0], watch = window.walkWatch;
if (!watch) done(null);
else requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => {
  watch.on = false;
  watch.tasks.push(...watch.observer.takeRecords().map((entry) => entry.duration));
  watch.observer.disconnect();
  done({ gap: watch.gap, tasks: watch.tasks, frames: watch.frames });
})));";

pub fn read(value: &Value) -> Outcome<Smoothness> {
    let gap = value["gap"].as_f64().ok_or("the page was not watched, or was loaded anew since the watch began")?;
    let tasks = value["tasks"].as_array().map(|tasks| tasks.iter().filter_map(Value::as_f64).collect());
    Ok(Smoothness { frame_gap_ms_max: gap, long_tasks_ms: tasks.unwrap_or_default(), frames: value["frames"].as_u64().unwrap_or(0) })
}
