using System.Collections.Immutable;

namespace KubeSharp.ApiServer.Admission.Configuration;

/// <summary>What a configuration file says to admission plug-ins.</summary>
public sealed record AdmissionSettings
{
    /// <summary>That of a server without such a file.</summary>
    public static AdmissionSettings None { get; } = new();
    /// <summary>How many events are taken; default: no limits, with which EventRateLimit cannot be on.</summary>
    public ImmutableArray<EventLimit> EventLimits { get; init; } = [];
    /// <summary>Levels of namespaces that name none, and who is exempt.</summary>
    public PodSecuritySettings PodSecurity { get; init; } = PodSecuritySettings.None;
}
