/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.connectembedded.internal.plugin;

import io.connectembedded.JsonConverter;
import io.connectembedded.internal.lifecycle.Failures;
import io.connectembedded.internal.lifecycle.PluginScope;
import io.connectembedded.internal.plugin.discovery.Catalogue;
import io.connectembedded.internal.plugin.discovery.DiscoveryMode;
import io.connectembedded.internal.plugin.discovery.Found;
import io.connectembedded.internal.plugin.discovery.ServiceFiles;
import io.connectembedded.internal.plugin.isolation.PluginLoaders;
import io.connectembedded.internal.plugin.isolation.PluginLocation;
import io.connectembedded.internal.plugin.probe.DirectProbe;
import io.connectembedded.internal.plugin.probe.Probe;
import io.connectembedded.internal.plugin.version.VersionRange;
import io.connectembedded.plugin.PluginInfo;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.connect.components.Versioned;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the class of a plug-in by its name or alias, on the class path and in the locations of {@code plugin.path}.
 * Service files answer for aliases, and nothing is loaded that is not asked for.
 */
public final class PluginClasses implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PluginClasses.class);

    /** The alias JsonConverter is always ours; the reference's class name is ours where that class is absent. */
    private static final String REFERENCE_JSON_CONVERTER = "org.apache.kafka.connect.json.JsonConverter";

    private final ClassLoader loader;
    private final Map<String, Class<?>> builtIn;
    private final Catalogue catalogue;
    private final Probe probe;
    private final PluginVersions versions;

    /** The class path alone; {@code builtIn} holds the aliases of plug-ins that come with the runtime, ahead of all others. */
    public PluginClasses(ClassLoader loader, Map<String, Class<?>> builtIn) {
        this(loader, builtIn, Catalogue.empty(loader), new DirectProbe());
    }

    PluginClasses(ClassLoader loader, Map<String, Class<?>> builtIn, Catalogue catalogue, Probe probe) {
        this.loader = loader;
        Map<String, Class<?>> all = new LinkedHashMap<>(builtIn);
        all.put("JsonConverter", JsonConverter.class);
        all.put("Json", JsonConverter.class);
        this.builtIn = Map.copyOf(all);
        this.catalogue = catalogue;
        this.probe = probe;
        this.versions = new PluginVersions(probe);
    }

    /** Of the class path. */
    public ClassLoader loader() {
        return loader;
    }

    /** The class a config names, the newest there is; it is loaded, not initialised. */
    public Class<?> find(String classOrAlias, PluginKind kind) throws PluginNotFoundException {
        return find(PluginRequest.newest(classOrAlias, kind));
    }

    /** As {@link #find(String, PluginKind)}, in the version and place asked for. */
    public Class<?> find(PluginRequest request) throws PluginNotFoundException {
        String name = request.name();
        PluginKind kind = request.kind();
        String range = VersionRange.isNewest(request.version()) ? null : request.version();
        Class<?> known = builtIn.get(name);
        if (known != null && kind.accepts(known)) {
            return range == null
                    ? known
                    : new PluginChoice(versions)
                            .within(range, name, List.of(new Candidate(known)))
                            .type();
        }
        String className = name.contains(".") ? name : classOf(name, kind);
        Class<?> neighbour = range == null ? beside(request.beside(), className, kind) : null;
        if (neighbour != null) {
            return neighbour;
        }
        if (range == null && isOwnJsonConverter(className, kind)) {
            return JsonConverter.class;
        }
        List<Candidate> candidates = candidates(className, name, kind);
        PluginChoice choice = new PluginChoice(versions);
        return (range == null ? choice.newest(className, candidates) : choice.within(range, className, candidates))
                .type();
    }

    /** What the plug-in says of its version; {@code undefined} when it says nothing or cannot be asked. */
    public String version(Class<?> plugin) {
        String version = versions.of(plugin, PluginVersions.LIMIT).value();
        return version == null ? PluginInfo.UNDEFINED_VERSION : version;
    }

    /** What a plug-in that is in use says of its version, on the caller's thread; {@code undefined} if it fails in it. */
    public static String version(Versioned plugin) {
        try {
            return PluginVersions.told(plugin);
        } catch (Exception | LinkageError e) {
            LOG.debug("{} fails to tell its version", plugin.getClass().getName(), e);
            return PluginInfo.UNDEFINED_VERSION;
        }
    }

    /** Every plug-in the worker can use, and those it cannot, with the reason. */
    public List<PluginInfo> list() {
        return new PluginListing(loader, catalogue, versions).all();
    }

    DiscoveryMode mode() {
        return catalogue.mode();
    }

    /** The plug-ins of {@code plugin.path} that no service file names; reads every class file. */
    List<Found> undeclared() {
        return catalogue.undeclared();
    }

    Probe probe() {
        return probe;
    }

    /** Whether a close runs code of others. */
    public boolean closeMayBlock() {
        return !catalogue.isEmpty();
    }

    /** Closes the loaders of all locations. */
    @Override
    public void close() {
        versions.forget();
        catalogue.close();
    }

    /** A new instance, made under its own class loader; {@code type} is what the caller will call it by. */
    public static <T> T create(Class<?> plugin, Class<T> type) throws PluginNotFoundException {
        return PluginScope.of(plugin).call(() -> made(plugin, type));
    }

    private static <T> T made(Class<?> plugin, Class<T> type) throws PluginNotFoundException {
        PluginLoaders.beforePlugin(plugin);
        try {
            return type.cast(plugin.getDeclaredConstructor().newInstance());
        } catch (NoSuchMethodException | IllegalAccessException e) {
            throw new PluginNotFoundException(
                    plugin.getName() + " has no public constructor without arguments",
                    "Add one: the runtime creates plug-ins through it",
                    e);
        } catch (ReflectiveOperationException | LinkageError e) {
            Throwable cause = Failures.causeOf(e);
            throw new PluginNotFoundException(
                    plugin.getName() + " cannot be created: " + Failures.textOf(cause) + MissingArtifact.hint(cause),
                    "Look at the cause; often a jar the plug-in needs is missing or of another version",
                    cause);
        }
    }

    /**
     * Reads all class files of {@code plugin.path} now, if one of these names is to be found in no other way: that may
     * take longer than a plug-in is given to answer.
     */
    public void prepare(Collection<String> names) {
        if (!catalogue.isEmpty() && names.stream().anyMatch(this::needsClassFiles)) {
            var unused = catalogue.all();
        }
    }

    private boolean needsClassFiles(String name) {
        if (builtIn.containsKey(name) || name.equals(REFERENCE_JSON_CONVERTER)) {
            return false;
        }
        if (name.contains(".")) {
            return catalogue.holding(name).isEmpty() && loader.getResource(name.replace('.', '/') + ".class") == null;
        }
        return Stream.of(PluginKind.values())
                .allMatch(kind ->
                        aliases(kind, catalogue.declared()).sharing(name).isEmpty());
    }

    // ---- which class a name is ------------------------------------------------------------------------------------

    /** What an alias stands for; itself when it is none. Class files are scanned only when no service file answers. */
    private String classOf(String alias, PluginKind kind) throws PluginNotFoundException {
        PluginAliases declared = aliases(kind, catalogue.declared());
        Optional<String> found = declared.classOf(alias);
        if (found.isEmpty() && declared.sharing(alias).isEmpty() && !catalogue.isEmpty()) {
            found = aliases(kind, catalogue.all()).classOf(alias);
        }
        return found.orElse(alias);
    }

    private PluginAliases aliases(PluginKind kind, List<Found> ofLocations) {
        Set<String> classNames = new LinkedHashSet<>();
        kind.types().forEach(type -> classNames.addAll(new ServiceFiles(loader).classNames(type)));
        ofLocations.stream()
                .filter(found -> kind.pluginTypes().contains(found.type()))
                .forEach(found -> classNames.add(found.className()));
        PluginAliases aliases = new PluginAliases(kind, classNames);
        builtIn.forEach((alias, plugin) -> {
            if (kind.accepts(plugin)) {
                aliases.override(alias, plugin.getName());
            }
        });
        return aliases;
    }

    // ---- where a class is -----------------------------------------------------------------------------------------

    private @Nullable Class<?> beside(@Nullable Class<?> connector, String className, PluginKind kind)
            throws PluginNotFoundException {
        Optional<PluginLocation> place = connector == null ? Optional.empty() : PluginLoaders.locationOf(connector);
        if (place.isEmpty() || !catalogue.holding(className).contains(place.get())) {
            return null;
        }
        return checked(loadFrom(place.get(), className, kind), className, kind);
    }

    private List<Candidate> candidates(String className, String asked, PluginKind kind) throws PluginNotFoundException {
        List<Candidate> candidates = new ArrayList<>();
        @Nullable PluginNotFoundException problem = null;
        for (PluginLocation location : catalogue.with(className, kind.pluginTypes())) {
            try {
                Class<?> loaded = checked(loadFrom(location, className, kind), asked, kind);
                if (PluginLoaders.locationOf(loaded).isPresent()) {
                    candidates.add(new Candidate(loaded));
                }
            } catch (PluginNotFoundException e) {
                problem = e;
            }
        }
        try {
            Class<?> ofHost = loadFromClassPath(className, kind);
            if (ofHost != null) {
                candidates.add(new Candidate(checked(ofHost, asked, kind)));
            }
        } catch (PluginNotFoundException e) {
            problem = problem == null ? e : problem;
        }
        if (candidates.isEmpty() && isOwnJsonConverter(className, kind)) {
            return List.of(new Candidate(JsonConverter.class));
        }
        if (candidates.isEmpty()) {
            throw problem == null ? notFound(asked, kind) : problem;
        }
        return candidates;
    }

    /** Whatever the locations hold under that name: what one plug-in brings is not for the whole worker. */
    private boolean isOwnJsonConverter(String className, PluginKind kind) throws PluginNotFoundException {
        return className.equals(REFERENCE_JSON_CONVERTER)
                && kind.accepts(JsonConverter.class)
                && loadFromClassPath(className, kind) == null;
    }

    private Class<?> loadFrom(PluginLocation location, String className, PluginKind kind)
            throws PluginNotFoundException {
        try {
            return catalogue.load(className, location);
        } catch (ClassNotFoundException e) {
            throw new PluginNotFoundException(
                    "A service file of " + location + " names the " + kind.noun() + " " + className
                            + ", which is not there",
                    "Copy all of the plug-in's jars to that location",
                    e);
        } catch (LinkageError | SecurityException e) {
            throw unlinked(className, kind, "in " + location, e);
        }
    }

    /** Null when it is not there. */
    private @Nullable Class<?> loadFromClassPath(String className, PluginKind kind) throws PluginNotFoundException {
        try {
            return Class.forName(className, false, loader);
        } catch (ClassNotFoundException e) {
            return null;
        } catch (LinkageError | SecurityException e) {
            throw unlinked(className, kind, "on the class path", e);
        }
    }

    private static PluginNotFoundException unlinked(String className, PluginKind kind, String where, Throwable e) {
        return new PluginNotFoundException(
                "The " + kind.noun() + " class " + className + " cannot be loaded: " + e + MissingArtifact.hint(e),
                "A jar it needs is missing, or of another version, " + where,
                e);
    }

    private static Class<?> checked(Class<?> found, String asked, PluginKind kind) throws PluginNotFoundException {
        if (!kind.accepts(found) || Modifier.isAbstract(found.getModifiers())) {
            String types = String.join(
                    " or ", kind.types().stream().map(Class::getName).toList());
            throw PluginNotFoundException.unknown(
                    asked + " is no " + kind.noun() + " that can be run",
                    "Name a concrete class that extends or implements " + types,
                    false);
        }
        return found;
    }

    private PluginNotFoundException notFound(String asked, PluginKind kind) {
        Unknown unknown = new Unknown(catalogue, aliases(kind, catalogue.all()), asked);
        return PluginNotFoundException.unknown(
                "No " + kind.noun() + " is known by the name " + asked, unknown.remedy(), unknown.isHelpful());
    }
}
