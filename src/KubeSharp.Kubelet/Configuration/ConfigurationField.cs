namespace KubeSharp.Kubelet.Configuration;

/// <summary>A field that a configuration may have.</summary>
/// <param name="Form">What it holds.</param>
/// <param name="IsUsed">It changes something here; one that does not is accepted, and whoever gave it is told.</param>
/// <param name="Fields">The fields of a group.</param>
internal sealed record ConfigurationField(ConfigurationForm Form, bool IsUsed, IReadOnlyDictionary<string, ConfigurationField>? Fields = null);
