using System.Collections.Frozen;

namespace KubeSharp.Controllers;

/// <summary>
/// The service account of kube-system in whose name each controller writes where it has one of its own. The names are upstream's, so that
/// upstream's bootstrap roles (system:controller:…) hold for them. What upstream's API server does itself has accounts of our own.
/// </summary>
public static class ControllerAccounts
{
    /// <summary>Where the accounts are.</summary>
    public const string Namespace = "kube-system";

    private static readonly FrozenDictionary<string, string> _accounts = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["bootstrap-signer-controller"] = "bootstrap-signer",
        ["certificatesigningrequest-approving-controller"] = "certificate-controller",
        ["certificatesigningrequest-cleaner-controller"] = "certificate-controller",
        ["certificatesigningrequest-signing-controller"] = "certificate-controller",
        ["daemonset-controller"] = "daemon-set-controller",
        ["endpoints-controller"] = "endpoint-controller",
        ["endpointslice-mirroring-controller"] = "endpointslicemirroring-controller",
        ["garbage-collector-controller"] = "generic-garbage-collector",
        ["horizontal-pod-autoscaler-controller"] = "horizontal-pod-autoscaler",
        ["legacy-serviceaccount-token-cleaner-controller"] = "legacy-service-account-token-cleaner",
        ["node-ipam-controller"] = "node-controller",
        ["node-lifecycle-controller"] = "node-controller",
        ["persistentvolume-attach-detach-controller"] = "attachdetach-controller",
        ["persistentvolume-binder-controller"] = "persistent-volume-binder",
        ["persistentvolume-expander-controller"] = "expand-controller",
        ["persistentvolume-protection-controller"] = "pv-protection-controller",
        ["persistentvolumeclaim-protection-controller"] = "pvc-protection-controller",
        ["pod-garbage-collector-controller"] = "pod-garbage-collector",
        ["replicationcontroller-controller"] = "replication-controller",
        ["resourceclaim-controller"] = "resource-claim-controller",
        ["root-ca-certificate-publisher-controller"] = "root-ca-cert-publisher",
        ["service-cidr-controller"] = "service-cidrs-controller",
        ["serviceaccount-controller"] = "service-account-controller",
        ["taint-eviction-controller"] = "node-controller",
        ["token-cleaner-controller"] = "token-cleaner",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // Fills secrets with tokens and removes them: what the controller manager may do by itself, and no account.
    private const string Own = "serviceaccount-token-controller";

    /// <summary>The account of a controller; null: it works in the controller manager's own name.</summary>
    public static string? Of(string controller) => controller == Own ? null : _accounts.GetValueOrDefault(controller, controller);
}
