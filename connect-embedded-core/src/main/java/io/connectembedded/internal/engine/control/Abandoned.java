package io.connectembedded.internal.engine.control;

import io.connectembedded.event.ConnectEvent;
import io.connectembedded.internal.engine.event.Events;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was left behind in plug-in code that did not return: each is logged, told, and stays visible (I8). */
public final class Abandoned {

    private static final Logger LOG = LoggerFactory.getLogger(Abandoned.class);

    private final List<ConnectEvent.PluginAbandoned> all = new CopyOnWriteArrayList<>();

    void add(Events events, String connector, @Nullable Integer task, String method, Duration waited) {
        var event = new ConnectEvent.PluginAbandoned(events.now(), connector, task, method, waited);
        all.add(event);
        LOG.warn("{} did not return from {} within {} and is abandoned: its thread goes on as a daemon",
                task == null ? "Connector " + connector : "Task " + connector + "-" + task,
                method.isEmpty() ? "its plug-in" : method, waited);
        events.tell(event);
    }

    public List<ConnectEvent.PluginAbandoned> all() {
        return List.copyOf(all);
    }
}
