using KubeSharp.Api.Core.V1;
using KubeSharp.Kubelet.Containers;
using KubeSharp.Kubelet.Images.Providers;

namespace KubeSharp.Kubelet.Images;

/// <summary>
/// All logins by which a pod's image may be brought: those of its pull secrets first, then the node's own, then what programs on the node give. Source: Images, using a private registry.
/// </summary>
/// <param name="folders">Folders of the node's own logins.</param>
/// <param name="providers">Programs that give some.</param>
public sealed class PullCredentials(IReadOnlyList<string> folders, IReadOnlyList<CredentialProvider> providers)
{
    /// <summary>None but those of pull secrets.</summary>
    public static PullCredentials OfSecretsOnly { get; } = new([], []);

    /// <summary>The folders in which upstream looks for a node's own logins.</summary>
    public static IReadOnlyList<string> NodeFolders(string rootFolder) => [rootFolder, Environment.CurrentDirectory, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), "/"];

    /// <summary>The logins in the order in which they are to be tried; none: it is brought without.</summary>
    public async Task<IReadOnlyList<PullCredential>> OfAsync(Pod pod, string image, PodObjects objects, CancellationToken cancellation)
    {
        var found = new List<PullCredential>();
        found.AddRange(RegistryLogins.OfSecrets(image, pod.Spec.ImagePullSecrets.Select(s => objects.Secrets.GetValueOrDefault(s.Name ?? "")).OfType<Secret>()));
        found.AddRange(RegistryLogins.OfNode(image, folders));
        var given = new List<PullCredential>();
        foreach (var provider in providers) { given.AddRange(await provider.GiveAsync(pod, ImageNames.Repository(image), cancellation)); }
        found.AddRange(RegistryLogins.Ordered(given));
        return found;
    }
}
