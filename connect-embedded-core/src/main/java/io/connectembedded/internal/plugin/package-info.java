/**
 * Finding and instantiating plug-ins: by class, class name or alias. Entry: {@link
 * io.connectembedded.internal.plugin.PluginClasses}. Nothing is loaded that is not asked for: aliases are read from
 * service files as text. Entered by host threads (build) and validation threads; immutable. Imports no other room.
 */
@NullMarked
package io.connectembedded.internal.plugin;

import org.jspecify.annotations.NullMarked;
