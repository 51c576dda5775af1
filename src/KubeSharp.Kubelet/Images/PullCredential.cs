using KubeSharp.Kubelet.Runtime;

namespace KubeSharp.Kubelet.Images;

/// <summary>A login by which an image may be brought.</summary>
/// <param name="Login">The login.</param>
/// <param name="Owner">Whose it is; null: the node's, and so every pod's of it.</param>
public sealed record PullCredential(RegistryLogin Login, CredentialOwner? Owner);

/// <summary>Whose a login is: a secret or a service account.</summary>
/// <param name="IsAccount">It was given for a service account, by a credential provider.</param>
/// <param name="Uid">Its uid.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name.</param>
/// <param name="Hash">What tells one content of a secret from another; empty of a service account.</param>
public sealed record CredentialOwner(bool IsAccount, string Uid, string Namespace, string Name, string Hash);
