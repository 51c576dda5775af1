namespace KubeSharp.Kubelet.Configuration;

/// <summary>A configuration that cannot be used; the message names the file or the field.</summary>
public sealed class ConfigurationException : Exception
{
    /// <summary>With the cause in words.</summary>
    public ConfigurationException(string message) : base(message) { }

    /// <summary>With what it came from.</summary>
    public ConfigurationException(string message, Exception inner) : base(message, inner) { }
}
