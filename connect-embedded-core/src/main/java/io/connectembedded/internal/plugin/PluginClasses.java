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
import java.lang.reflect.Modifier;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds plug-in classes by name or alias. A name with a dot is a class name and loaded at once; any other is an alias,
 * looked up in the service files: the simple class name, with or without the kind's suffix, as in Connect. The simple
 * name of a nested class is often that of many ({@code Key}, {@code Value}), and so no alias; beyond Connect, {@code
 * ExtractField$Key} is one.
 */
public final class PluginClasses {

    /** The alias JsonConverter is always ours; the reference's class name is ours where that class is absent. */
    private static final String REFERENCE_JSON_CONVERTER = "org.apache.kafka.connect.json.JsonConverter";

    private final ClassLoader loader;
    private final Map<String, Class<?>> builtIn;

    /** {@code builtIn} holds the aliases of plug-ins that come with the runtime, ahead of all others. */
    public PluginClasses(ClassLoader loader, Map<String, Class<?>> builtIn) {
        this.loader = loader;
        Map<String, Class<?>> all = new LinkedHashMap<>(builtIn);
        all.put("JsonConverter", JsonConverter.class);
        all.put("Json", JsonConverter.class);
        this.builtIn = Map.copyOf(all);
    }

    public ClassLoader loader() {
        return loader;
    }

    /** The class a config names; it is loaded, not initialised. */
    public Class<?> find(String classOrAlias, PluginKind kind) throws PluginNotFoundException {
        Class<?> known = builtIn.get(classOrAlias);
        if (known != null && kind.accepts(known)) {
            return known;
        }
        Map<String, String> aliases = classOrAlias.contains(".") ? Map.of() : aliases(kind);
        String className = aliases.getOrDefault(classOrAlias, classOrAlias);
        return checked(load(className, classOrAlias, kind), classOrAlias, kind);
    }

    /** A new instance; {@code type} is what the caller will call it by. */
    public static <T> T create(Class<?> plugin, Class<T> type) throws PluginNotFoundException {
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
                    plugin.getName() + " cannot be created: " + Failures.textOf(cause),
                    "Look at the cause; often a jar the plug-in needs is missing or of another version",
                    cause);
        }
    }

    private Class<?> load(String className, String asked, PluginKind kind) throws PluginNotFoundException {
        try {
            return Class.forName(className, false, loader);
        } catch (ClassNotFoundException e) {
            if (className.equals(REFERENCE_JSON_CONVERTER)) {
                return JsonConverter.class;
            }
            throw notFound(asked, kind);
        } catch (LinkageError e) {
            throw new PluginNotFoundException(
                    "The " + kind.noun() + " class " + className + " cannot be loaded: " + e,
                    "A jar it needs is missing, or of another version, on the class path",
                    e);
        }
    }

    private static Class<?> checked(Class<?> found, String asked, PluginKind kind) throws PluginNotFoundException {
        if (!kind.accepts(found) || Modifier.isAbstract(found.getModifiers())) {
            String types = String.join(
                    " or ", kind.types().stream().map(Class::getName).toList());
            throw new PluginNotFoundException(
                    asked + " is no " + kind.noun() + " that can be run",
                    "Name a concrete class that extends or implements " + types);
        }
        return found;
    }

    private PluginNotFoundException notFound(String asked, PluginKind kind) {
        Map<String, String> aliases = aliases(kind);
        List<String> near = NearMatches.of(asked.substring(asked.lastIndexOf('.') + 1), aliases.keySet());
        String remedy = near.isEmpty()
                ? "Add the jar that holds it to the class path; known here: " + String.join(", ", aliases.keySet())
                : "Did you mean " + String.join(" or ", near) + "? Else add the jar that holds it to the class path";
        return new PluginNotFoundException("No " + kind.noun() + " is known by the name " + asked, remedy);
    }

    /** Alias to class name; an alias that two classes share is none, as in Connect. */
    private Map<String, String> aliases(PluginKind kind) {
        Map<String, String> aliases = new TreeMap<>();
        Map<String, String> ambiguous = new TreeMap<>();
        for (Class<?> type : kind.types()) {
            for (String className : new ServiceFiles(loader).classNames(type)) {
                String simple =
                        className.substring(Math.max(className.lastIndexOf('.'), className.lastIndexOf('$')) + 1);
                String nested = className.substring(className.lastIndexOf('.') + 1);
                for (String alias : List.of(simple, pruned(simple, kind), nested)) {
                    String other = aliases.put(alias, className);
                    if (other != null && !other.equals(className)) {
                        ambiguous.put(alias, className);
                    }
                }
            }
        }
        aliases.keySet().removeAll(ambiguous.keySet());
        builtIn.forEach((alias, plugin) -> {
            if (kind.accepts(plugin)) {
                aliases.put(alias, plugin.getName());
            }
        });
        return aliases;
    }

    private static String pruned(String simpleName, PluginKind kind) {
        int suffix = simpleName.lastIndexOf(kind.suffix());
        return suffix > 0 ? simpleName.substring(0, suffix) : simpleName;
    }
}
