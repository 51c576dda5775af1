using System.Collections.Immutable;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Admission.PodSecurityPolicies;

/// <summary>A pod security policy as plug-ins read it. Immutable. Source: policy/v1beta1 PodSecurityPolicy, v1.24 of the documentation.</summary>
public sealed class SecurityPolicy
{
    private const string AppArmor = "apparmor.security.beta.kubernetes.io/";
    private const string Seccomp = "seccomp.security.alpha.kubernetes.io/";

    /// <summary>Reads an object.</summary>
    public SecurityPolicy(ObjectNode value)
    {
        var annotations = value.Object("metadata").Object("annotations");
        (Name, Spec) = (value.Object("metadata").Text("name"), value.Object("spec"));
        RunAsUser = IdentifierRule.Read(Spec, "runAsUser");
        RunAsGroup = IdentifierRule.Read(Spec, "runAsGroup");
        SupplementalGroups = IdentifierRule.Read(Spec, "supplementalGroups");
        FsGroup = IdentifierRule.Read(Spec, "fsGroup");
        SeccompProfiles = Profiles(annotations, Seccomp);
        AppArmorProfiles = Profiles(annotations, AppArmor);
        SeccompDefault = annotations.Text(Seccomp + "defaultProfileName");
        AppArmorDefault = annotations.Text(AppArmor + "defaultProfileName");
    }

    /// <summary>Its name.</summary>
    public string Name { get; }
    /// <summary>Its spec as it was written.</summary>
    public ObjectNode Spec { get; }
    /// <summary>Which users containers may run as.</summary>
    public IdentifierRule RunAsUser { get; }
    /// <summary>Which groups they may run as.</summary>
    public IdentifierRule RunAsGroup { get; }
    /// <summary>Which further groups.</summary>
    public IdentifierRule SupplementalGroups { get; }
    /// <summary>Which groups may own volumes.</summary>
    public IdentifierRule FsGroup { get; }
    /// <summary>The seccomp profiles allowed, * for all; empty: the policy does not say, and none may be set.</summary>
    public ImmutableArray<string> SeccompProfiles { get; }
    /// <summary>The AppArmor profiles allowed; empty: the policy does not say, and all are.</summary>
    public ImmutableArray<string> AppArmorProfiles { get; }
    /// <summary>The seccomp profile of pods that name none; empty: none.</summary>
    public string SeccompDefault { get; }
    /// <summary>The AppArmor profile of containers that name none; empty: none.</summary>
    public string AppArmorDefault { get; }
    /// <summary>Whether a process may get more rights than its parent; default yes.</summary>
    public bool AllowsPrivilegeEscalation => Spec["allowPrivilegeEscalation"] is not BooleanNode { Value: false };
    /// <summary>Whether it can be held to at all: identifiers that must be from ranges need ranges.</summary>
    public bool IsUsable => new[] { RunAsUser, RunAsGroup, SupplementalGroups, FsGroup }.All(static r => r.IsUsable);

    private static ImmutableArray<string> Profiles(ObjectNode annotations, string prefix) =>
        [.. annotations.Text(prefix + "allowedProfileNames").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
}
