package io.connectembedded.internal.engine.control;

import io.connectembedded.internal.lifecycle.TaskBody;
import io.connectembedded.internal.lifecycle.TaskGate;
import io.connectembedded.status.TaskId;

/** Makes the body of a task, on the thread that will run it. */
@FunctionalInterface
public interface TaskFactory {
    TaskBody create(TaskPlan plan, TaskId id, TaskGate gate) throws Exception;
}
