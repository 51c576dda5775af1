using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Admission;

/// <summary>Which secrets the pods of a service account may name, where its annotation wants that to be held. Pure. Source: Service Accounts, enforced mountable secrets.</summary>
internal static class MountableSecrets
{
    private const string Annotation = "kubernetes.io/enforce-mountable-secrets";
    private static readonly (string List, string Role)[] _lists = [("initContainers", "init container"), ("containers", "container")];

    /// <summary>Whether the account's pods are held to its secrets.</summary>
    public static bool AreEnforced(ObjectNode account) => account.Object("metadata").Object("annotations").Text(Annotation) is "1" or "t" or "T" or "true" or "TRUE" or "True";

    /// <summary>What a new pod names that the account does not; null: nothing.</summary>
    public static string? Wrong(ObjectNode account, ObjectNode pod)
    {
        var (spec, secrets, name) = (pod.Object("spec"), Names(account, "secrets"), account.Object("metadata").Text("name"));
        if (spec.Items("volumes").Select(static v => v.Object("secret").Text("secretName")).FirstOrDefault(s => s.Length > 0 && !secrets.Contains(s)) is { } volume) { return $"volume with secret.secretName=\"{volume}\" is not allowed because service account {name} does not reference that secret"; }
        if (_lists.Select(l => OfContainers(spec.Items(l.List), l.Role, secrets, name)).FirstOrDefault(static w => w is not null) is { } wrong) { return wrong; }
        var (pull, asked) = (Names(account, "imagePullSecrets"), spec.Items("imagePullSecrets"));
        for (var i = 0; i < asked.Count; i++)
        {
            if (!pull.Contains(asked[i].Text("name"))) { return $"imagePullSecrets[{i}].name=\"{asked[i].Text("name")}\" is not allowed because service account {name} does not reference that imagePullSecret"; }
        }
        return null;
    }

    /// <summary>What its ephemeral containers name that the account does not; null: nothing.</summary>
    public static string? WrongEphemeral(ObjectNode account, ObjectNode pod) => OfContainers(pod.Object("spec").Items("ephemeralContainers"), "ephemeral container", Names(account, "secrets"), account.Object("metadata").Text("name"));

    private static HashSet<string> Names(ObjectNode account, string field) => account.Items(field).Select(static s => s.Text("name")).ToHashSet(StringComparer.Ordinal);

    private static string? OfContainers(ArrayNode containers, string role, HashSet<string> secrets, string account)
    {
        foreach (var container in containers)
        {
            var variables = container.Items("env").Select(static e => (Said: $"envVar {e.Text("name")}", Secret: e.Object("valueFrom").Object("secretKeyRef")));
            var sets = container.Items("envFrom").Select(static e => (Said: "envFrom", Secret: e.Object("secretRef")));
            foreach (var (said, secret) in variables.Concat(sets))
            {
                if (secret.Count > 0 && !secrets.Contains(secret.Text("name"))) { return $"{role} {container.Text("name")} with {said} referencing secret.secretName=\"{secret.Text("name")}\" is not allowed because service account {account} does not reference that secret"; }
            }
        }
        return null;
    }
}
