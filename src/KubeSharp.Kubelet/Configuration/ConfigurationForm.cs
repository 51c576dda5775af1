namespace KubeSharp.Kubelet.Configuration;

/// <summary>What a field of a configuration holds.</summary>
internal enum ConfigurationForm
{
    /// <summary>Any text.</summary>
    Text,
    /// <summary>True or false.</summary>
    Switch,
    /// <summary>A whole number.</summary>
    Whole,
    /// <summary>A number.</summary>
    Number,
    /// <summary>A time as Go writes it.</summary>
    Duration,
    /// <summary>A list of texts.</summary>
    Texts,
    /// <summary>Texts by name.</summary>
    TextMap,
    /// <summary>True or false by name.</summary>
    SwitchMap,
    /// <summary>Fields of its own.</summary>
    Group,
    /// <summary>A list of groups.</summary>
    Groups,
    /// <summary>Whatever it is, it is another's to read.</summary>
    Any,
}
