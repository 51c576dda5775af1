using System.Collections.Immutable;
using KubeSharp.ApiServer.Admission.Policies;
using KubeSharp.ApiServer.Admission.PodSecurityPolicies;
using KubeSharp.ApiServer.Admission.Webhooks;

namespace KubeSharp.ApiServer.Admission;

/// <summary>The admission plug-ins in upstream's order. Source: Admission Control in Kubernetes.</summary>
public static class AdmissionPlugins
{
    // Off unless asked for; all others are on. NodeRestriction is on, as kubeadm has it.
    private static readonly string[] _optional = ["AlwaysPullImages", "DenyServiceExternalIPs", "EventRateLimit", "PodSecurityPolicy"];

    /// <summary>Those that are on.</summary>
    /// <exception cref="ArgumentException">A name to enable or disable is none.</exception>
    public static ImmutableArray<IAdmissionPlugin> Create(AdmissionOptions options)
    {
        var webhooks = Webhooks(options);
        ImmutableArray<IAdmissionPlugin> all =
        [
            new NamespaceLifecycle(options.Objects), new LimitRanger(options.Objects), new ServiceAccountAdmission(options.Objects, options.Time, options.Random),
            new NodeRestriction(options.Objects, options.IsAllowed), new TaintNodesByCondition(), new AlwaysPullImages(), new PodSecurity(options.Objects, options.Settings.PodSecurity, options.Stages), new PodSecurityPolicyAdmission(options.Objects, options.IsAllowed), new PriorityAdmission(options.Objects),
            new EventRateLimit(options.Settings.EventLimits, options.Time), new DefaultTolerationSeconds(options.Settings.TolerationSeconds), new DefaultStorageClass(options.Objects), new StorageObjectInUseProtection(), new PersistentVolumeClaimResize(options.Objects),
            new RuntimeClassAdmission(options.Objects), new CertificateApproval(options.IsAllowed), new CertificateSigning(options.IsAllowed), new ClusterTrustBundleAttest(options.IsAllowed), new CertificateSubjectRestriction(),
            new DefaultIngressClass(options.Objects), new DenyServiceExternalIPs(), new PodTopologyLabels(options.Objects), new PodResizeValidator(options.Objects),
            new CertificateRequester(), new RbacEscalation(options.Objects, options.IsAllowed, options.RulesOf),
            new MutatingAdmissionPolicy(options.Objects, options.IsAllowed), .. webhooks.Take(1), new ValidatingAdmissionPolicy(options.Objects, options.IsAllowed), .. webhooks.Skip(1),
            new ResourceQuotaAdmission(options.Objects),
        ];
        foreach (var name in options.Enabled.Concat(options.Disabled))
        {
            if (!all.Any(p => p.Name == name) && !_known.Contains(name)) { throw new ArgumentException($"no admission plug-in is called {name}", nameof(options)); }
        }
        return [.. all.Where(p => !options.Disabled.Contains(p.Name) && (!_optional.Contains(p.Name) || options.Enabled.Contains(p.Name)))];
    }

    private static ImmutableArray<IAdmissionPlugin> Webhooks(AdmissionOptions options)
    {
        if (options.Webhooks is not { } client) { return []; }
        var selection = new WebhookSelection(options.Objects);
        return [new MutatingAdmissionWebhook(options.Objects, Calls(options.Settings.MutatingUsers), selection), new ValidatingAdmissionWebhook(options.Objects, Calls(options.Settings.ValidatingUsers), selection)];

        WebhookCalls Calls(WebhookUsers users) => new(client, users, options.Objects, options.IsAllowed);
    }

    // Upstream's names that mean nothing here: they stand elsewhere, or what they do is always so.
    private static readonly string[] _known =
    [
        "AlwaysAdmit", "NamespaceExists", "MutatingAdmissionWebhook", "ValidatingAdmissionWebhook", "MutatingAdmissionPolicy", "ValidatingAdmissionPolicy",
    ];
}
