package io.connectembedded.internal.plugin;

import java.util.List;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.HeaderConverter;

/** What a config key may name; the suffix is what Connect lets an alias leave out. */
public enum PluginKind {
    CONNECTOR("connector", "Connector", SourceConnector.class, SinkConnector.class),
    CONVERTER("converter", "Converter", Converter.class),
    HEADER_CONVERTER("header converter", "HeaderConverter", HeaderConverter.class);

    private final String noun;
    private final String suffix;
    private final List<Class<?>> types;

    PluginKind(String noun, String suffix, Class<?>... types) {
        this.noun = noun;
        this.suffix = suffix;
        this.types = List.of(types);
    }

    public String noun() {
        return noun;
    }

    String suffix() {
        return suffix;
    }

    List<Class<?>> types() {
        return types;
    }

    boolean accepts(Class<?> candidate) {
        return types.stream().anyMatch(type -> type.isAssignableFrom(candidate));
    }
}
