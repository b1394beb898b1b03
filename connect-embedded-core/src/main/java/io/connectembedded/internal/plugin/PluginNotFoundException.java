package io.connectembedded.internal.plugin;

/** A config names a plug-in that cannot be used; message and remedy are meant for the one who wrote the config. */
public final class PluginNotFoundException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String remedy;

    PluginNotFoundException(String message, String remedy, Throwable cause) {
        super(message, cause);
        this.remedy = remedy;
    }

    PluginNotFoundException(String message, String remedy) {
        super(message);
        this.remedy = remedy;
    }

    public String remedy() {
        return remedy;
    }
}
