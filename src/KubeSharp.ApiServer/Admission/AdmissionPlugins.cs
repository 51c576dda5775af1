using System.Collections.Immutable;
using KubeSharp.ApiServer.Admission.Policies;
using KubeSharp.ApiServer.Admission.PodSecurityPolicies;
using KubeSharp.ApiServer.Admission.Webhooks;

namespace KubeSharp.ApiServer.Admission;

/// <summary>The admission plug-ins in upstream's order. Source: Admission Control in Kubernetes.</summary>
public static class AdmissionPlugins
{
    // Off unless asked for; all others are on. NodeRestriction is on, as kubeadm has it.
    private static readonly string[] _optional =
    [
        "AlwaysAdmit", "NamespaceAutoProvision", "NamespaceExists", "LimitPodHardAntiAffinityTopology", "AlwaysPullImages", "ImagePolicyWebhook", "PodNodeSelector", "PodTolerationRestriction",
        "EventRateLimit", "ExtendedResourceToleration", "OwnerReferencesPermissionEnforcement", "DenyServiceExternalIPs", "AlwaysDeny", "PodSecurityPolicy",
    ];

    // Of features that are off unless asked for, and are not here: they may be named, and do nothing.
    private static readonly string[] _idle = ["PodGroupProtection", "PodGroupWorkloadExists", "JobValidation"];

    private static readonly (string Plugin, string Gate)[] _gated =
    [
        ("PodTopologyLabels", "PodTopologyLabelsAdmission"), ("NodeDeclaredFeatureValidator", "NodeDeclaredFeatures"), ("PodResizeValidator", "InPlacePodVerticalScaling"), ("MutatingAdmissionPolicy", "MutatingAdmissionPolicy"),
    ];

    /// <summary>Those that are on.</summary>
    /// <exception cref="ArgumentException">A name to enable or disable is none, or is both; or a plug-in that is enabled lacks its configuration.</exception>
    public static ImmutableArray<IAdmissionPlugin> Create(AdmissionOptions options)
    {
        var (objects, settings, webhooks) = (options.Objects, options.Settings, Webhooks(options));
        if (options.Enabled.Contains("ImagePolicyWebhook") && settings.ImagePolicy is null) { throw new ArgumentException("couldn't init admission plugin \"ImagePolicyWebhook\": no config specified", nameof(options)); }
        ImmutableArray<IAdmissionPlugin> all =
        [
            new AlwaysAdmit(), new NamespaceAutoProvision(objects), new NamespaceLifecycle(objects), new NamespaceExists(objects), new LimitPodHardAntiAffinityTopology(), new LimitRanger(objects),
            new ServiceAccountAdmission(objects, options.Time, options.Random), new NodeRestriction(objects, options.IsAllowed), new TaintNodesByCondition(), new AlwaysPullImages(), .. Images(options),
            new PodSecurity(objects, settings.PodSecurity, options.Stages), new PodSecurityPolicyAdmission(objects, options.IsAllowed), new PodNodeSelector(objects, settings.NodeSelectors), new PriorityAdmission(objects),
            new DefaultTolerationSeconds(settings.TolerationSeconds), new PodTolerationRestriction(objects, settings.Tolerations), new EventRateLimit(settings.EventLimits, options.Time), new ExtendedResourceToleration(),
            new DefaultStorageClass(objects), new StorageObjectInUseProtection(), new OwnerReferencesPermissionEnforcement(options.ResourcesOf, options.IsAllowed), new PersistentVolumeClaimResize(objects),
            new RuntimeClassAdmission(objects), new CertificateApproval(options.IsAllowed), new CertificateSigning(options.IsAllowed), new ClusterTrustBundleAttest(options.IsAllowed), new CertificateSubjectRestriction(),
            new DefaultIngressClass(objects), new DenyServiceExternalIPs(), new PodTopologyLabels(objects), new NodeDeclaredFeatureValidator(objects), new PodResizeValidator(objects),
            new CertificateRequester(), new RbacEscalation(objects, options.IsAllowed, options.RulesOf),
            new MutatingAdmissionPolicy(objects, options.IsAllowed), .. webhooks.Take(1), new ValidatingAdmissionPolicy(objects, options.IsAllowed), .. webhooks.Skip(1),
            new ResourceQuotaAdmission(objects, settings.LimitedResources), new AlwaysDeny(),
        ];
        Check("enable", options.Enabled);
        Check("disable", options.Disabled);
        if (options.Enabled.Intersect(options.Disabled).Order(StringComparer.Ordinal).ToArray() is { Length: > 0 } both) { throw new ArgumentException($"[{string.Join(' ', both)}] in enable-admission-plugins and disable-admission-plugins overlapped", nameof(options)); }
        return [.. all.Where(p => !options.Disabled.Contains(p.Name) && (!_optional.Contains(p.Name) || options.Enabled.Contains(p.Name)) && !_gated.Any(g => g.Plugin == p.Name && !options.Features.IsOn(g.Gate)))];

        void Check(string flag, ImmutableArray<string> names)
        {
            if (names.FirstOrDefault(n => !all.Any(p => p.Name == n) && !_known.Contains(n)) is { } name) { throw new ArgumentException($"{flag}-admission-plugins plugin \"{name}\" is unknown", nameof(options)); }
        }
    }

    private static ImmutableArray<IAdmissionPlugin> Images(AdmissionOptions options) =>
        options is { Webhooks: { } client, Settings.ImagePolicy: { } policy } ? [new ImagePolicyWebhook(policy, client, options.Time, options.Random)] : [];

    private static ImmutableArray<IAdmissionPlugin> Webhooks(AdmissionOptions options)
    {
        if (options.Webhooks is not { } client) { return []; }
        var selection = new WebhookSelection(options.Objects);
        return [new MutatingAdmissionWebhook(options.Objects, Calls(options.Settings.MutatingUsers), selection), new ValidatingAdmissionWebhook(options.Objects, Calls(options.Settings.ValidatingUsers), selection)];

        WebhookCalls Calls(WebhookUsers users) => new(client, users, options.Objects, options.IsAllowed);
    }

    // Those that are made only where there is something for them.
    private static readonly string[] _known = ["ImagePolicyWebhook", "MutatingAdmissionWebhook", "ValidatingAdmissionWebhook", .. _idle];
}
