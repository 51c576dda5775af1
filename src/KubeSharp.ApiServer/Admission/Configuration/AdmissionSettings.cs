using System.Collections.Immutable;
using KubeSharp.ApiServer.Admission.Webhooks;

namespace KubeSharp.ApiServer.Admission.Configuration;

/// <summary>What flags and a configuration file say to admission plug-ins.</summary>
public sealed record AdmissionSettings
{
    /// <summary>That of a server without such a file.</summary>
    public static AdmissionSettings None { get; } = new();
    /// <summary>How many events are taken; default: no limits, with which EventRateLimit cannot be on.</summary>
    public ImmutableArray<EventLimit> EventLimits { get; init; } = [];
    /// <summary>How many seconds pods bear an unready and an unreachable node that do not say; default 300 each.</summary>
    public (int NotReady, int Unreachable) TolerationSeconds { get; init; } = (300, 300);
    /// <summary>As whom mutating webhooks are called.</summary>
    public WebhookUsers MutatingUsers { get; init; } = WebhookUsers.None;
    /// <summary>As whom validating webhooks are called.</summary>
    public WebhookUsers ValidatingUsers { get; init; } = WebhookUsers.None;
    /// <summary>Levels of namespaces that name none, and who is exempt.</summary>
    public PodSecuritySettings PodSecurity { get; init; } = PodSecuritySettings.None;
    /// <summary>Node selectors of PodNodeSelector, by namespace, and the cluster's by clusterDefaultNodeSelector.</summary>
    public ImmutableDictionary<string, string> NodeSelectors { get; init; } = ImmutableDictionary<string, string>.Empty;
    /// <summary>What PodTolerationRestriction gives and allows where the namespace does not say.</summary>
    public TolerationSettings Tolerations { get; init; } = TolerationSettings.None;
    /// <summary>Whom ImagePolicyWebhook asks; null: nobody, with which it cannot be on.</summary>
    public ImagePolicySettings? ImagePolicy { get; init; }
    /// <summary>What ResourceQuota lets be used only where a quota covers it.</summary>
    public ImmutableArray<LimitedResource> LimitedResources { get; init; } = [];
}
