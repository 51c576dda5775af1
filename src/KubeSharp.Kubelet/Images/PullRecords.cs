using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Kubelet.Images;

/// <summary>
/// Which images the agent brought and by whose login, so that others do not use what they could not have brought: a file an image, in upstream's form, which outlives the agent. A pull that
/// was begun is noted before, so that an image of which the end was missed is nobody's until somebody shows that he may have it. Source: KEP-2535 Ensure secret pulled images.
/// </summary>
public sealed class PullRecords
{
    private const string ApiVersion = "kubelet.config.k8s.io/v1beta1", Prefix = "sha256-", Secrets = "kubernetesSecrets", Accounts = "kubernetesServiceAccounts", ForAll = "nodePodsAccessible", Mapping = "credentialMapping";
    // Owners beside whom no further ones with the same login are noted.
    private const int OwnersMax = 100;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _pulling = new(StringComparer.Ordinal);
    private readonly ImageVerification _verification;
    private readonly TimeProvider _time;
    private readonly string _begun, _done;

    /// <summary>Records below the agent's folder.</summary>
    public PullRecords(string rootFolder, ImageVerification verification, TimeProvider time)
    {
        (_verification, _time) = (verification, time);
        _begun = Path.Combine(rootFolder, "image_manager", "pulling");
        _done = Path.Combine(rootFolder, "image_manager", "pulled");
    }

    /// <summary>A pull begins; to be followed by <see cref="Pulled"/> or <see cref="Failed"/>.</summary>
    /// <exception cref="IOException">It cannot be noted.</exception>
    public void Begin(string image)
    {
        lock (_gate)
        {
            Write(_begun, image, Document("ImagePullIntent").Set("image", new StringNode(image)));
            _pulling[image] = _pulling.GetValueOrDefault(image) + 1;
        }
    }

    /// <summary>It came to nothing.</summary>
    public void Failed(string image)
    {
        lock (_gate) { End(image); }
    }

    /// <summary>The image is there.</summary>
    /// <param name="image">As the pod names it.</param>
    /// <param name="id">The runtime's id of it.</param>
    /// <param name="credential">By which login it came; null: by none, so everybody could have brought it.</param>
    /// <exception cref="IOException">It cannot be noted; that the pull began stays noted.</exception>
    public void Pulled(string image, string id, PullCredential? credential)
    {
        lock (_gate)
        {
            Note(ImageNames.Repository(image), id, credential?.Owner);
            End(image);
        }
    }

    /// <summary>Whether a pod that has these logins must bring the image though it is there.</summary>
    /// <param name="image">As the pod names it.</param>
    /// <param name="id">The runtime's id of it.</param>
    /// <param name="credentials">The logins; asked for only where they decide.</param>
    public async Task<bool> MustPullAsync(string image, string id, Func<Task<IReadOnlyList<PullCredential>>> credentials)
    {
        var repository = ImageNames.Repository(image);
        ObjectNode known;
        lock (_gate)
        {
            var record = Find(id);
            var wasPulled = record is not null || _pulling.ContainsKey(image) || File.Exists(FileOf(_begun, image));
            if (!_verification.IsNeeded(repository, wasPulled)) { return false; }
            if (record?.At(Mapping, repository) is not ObjectNode of) { return true; }
            if (of[ForAll] is BooleanNode { Value: true }) { return false; }
            known = of;
        }
        foreach (var owner in (await credentials()).Select(static c => c.Owner).OfType<CredentialOwner>())
        {
            if (!Knows(known, owner, out var isNew)) { continue; }
            if (!isNew || OwnersOf(known, owner).Count >= OwnersMax) { return false; }
            try
            {
                lock (_gate) { Note(repository, id, owner); }
            }
            catch (IOException) { /* it will be looked up again */ }
            return false;
        }
        return true;
    }

    /// <summary>Forgets images that are gone.</summary>
    /// <param name="ids">The runtime's ids of those that are there.</param>
    /// <param name="askedAt">When the runtime was asked for them; what was noted later stays.</param>
    public void Prune(IReadOnlySet<string> ids, DateTimeOffset askedAt)
    {
        if (!Directory.Exists(_done)) { return; }
        lock (_gate)
        {
            foreach (var file in Directory.EnumerateFiles(_done, Prefix + "*"))
            {
                if (Read(file) is not { } record || ids.Contains(record.TextAt("imageRef") ?? "")) { continue; }
                if (DateTimeOffset.TryParse(record.TextAt("lastUpdatedTime"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var noted) && noted < askedAt) { File.Delete(file); }
            }
        }
    }

    // A secret with the same content under another name is as good, and so is a known one with new content: whoever may change it may have the image.
    private static bool Knows(ObjectNode known, CredentialOwner owner, out bool isNew)
    {
        var isThere = false;
        isNew = true;
        foreach (var there in OwnersOf(known, owner))
        {
            var (isSame, hasSame) = (there.TextAt("uid") == owner.Uid && there.TextAt("namespace") == owner.Namespace && there.TextAt("name") == owner.Name, !owner.IsAccount && there.TextAt("credentialHash") == owner.Hash);
            if (!isSame && !hasSame) { continue; }
            isThere = true;
            if (isSame && (hasSame || owner.IsAccount)) { isNew = false; }
        }
        return isThere;
    }

    private static IReadOnlyList<ObjectNode> OwnersOf(ObjectNode known, CredentialOwner owner) => [.. (known[owner.IsAccount ? Accounts : Secrets] as ArrayNode ?? ArrayNode.Empty).OfType<ObjectNode>()];

    private void Note(string repository, string id, CredentialOwner? owner)
    {
        var record = Find(id) ?? Document("ImagePulledRecord").Set("imageRef", new StringNode(id));
        var known = record.At(Mapping, repository) as ObjectNode ?? ObjectNode.Empty;
        if (known[ForAll] is BooleanNode { Value: true }) { return; }
        var now = owner is null ? ObjectNode.Empty.Set(ForAll, BooleanNode.True) : known.Set(owner.IsAccount ? Accounts : Secrets, With(OwnersOf(known, owner), owner));
        Write(_done, id, record.Set("lastUpdatedTime", new StringNode(_time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)))
            .Set(Mapping, (record[Mapping] as ObjectNode ?? ObjectNode.Empty).Set(repository, now)));
    }

    private static ArrayNode With(IReadOnlyList<ObjectNode> owners, CredentialOwner owner)
    {
        var added = ObjectNode.Empty.Set("uid", new StringNode(owner.Uid)).Set("namespace", new StringNode(owner.Namespace)).Set("name", new StringNode(owner.Name));
        if (!owner.IsAccount) { added = added.Set("credentialHash", new StringNode(owner.Hash)); }
        return new ArrayNode([.. owners.Where(o => Place(o) != Place(added)).Append(added).OrderBy(static o => Place(o), StringComparer.Ordinal)]);

        static string Place(ObjectNode o) => $"{o.TextAt("namespace")}/{o.TextAt("name")}/{o.TextAt("uid")}";
    }

    private void End(string image)
    {
        var left = _pulling.GetValueOrDefault(image) - 1;
        if (left > 0) { _pulling[image] = left; return; }
        _pulling.Remove(image);
        File.Delete(FileOf(_begun, image));
    }

    private ObjectNode? Find(string id) => Read(FileOf(_done, id)) is { } record && record.TextAt("imageRef") == id ? record : null;

    private static ObjectNode? Read(string file)
    {
        try { return File.Exists(file) ? Node.Parse(File.ReadAllBytes(file)) as ObjectNode : null; }
        catch (Exception e) when (e is JsonException or IOException) { return null; }
    }

    private static ObjectNode Document(string kind) => ObjectNode.Empty.Set("kind", new StringNode(kind)).Set("apiVersion", new StringNode(ApiVersion));

    private static string FileOf(string folder, string name) => Path.Combine(folder, Prefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name))));

    // For nobody but the agent.
    private static void Write(string folder, string name, ObjectNode document)
    {
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        KeptFile.Write(FileOf(folder, name), document);
    }
}
