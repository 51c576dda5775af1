namespace KubeSharp.Kubelet.Plugins;

/// <summary>A plug-in is refused, or did not do what was asked.</summary>
/// <param name="message">Names the plug-in and the cause.</param>
/// <param name="cause">What was caught.</param>
public sealed class PluginException(string message, Exception? cause = null) : Exception(message, cause);
