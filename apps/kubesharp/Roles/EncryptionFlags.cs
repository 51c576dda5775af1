using KubeSharp.ApiServer;
using KubeSharp.ApiServer.Configuration;
using KubeSharp.ApiServer.Encryption;
using KubeSharp.Hosting.Flags;
using KubeSharp.Storage;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Roles;

/// <summary>The flags of kube-apiserver that say how objects are sealed in the store.</summary>
internal sealed class EncryptionFlags(FlagSet flags)
{
    private readonly Flag<string> _configuration = flags.Text("encryption-provider-config", "", "EncryptionConfiguration: what is sealed in the store, and how");
    private readonly Flag<bool> _isReloaded = flags.Switch("encryption-provider-config-automatic-reload", false, "changes of that file count while the server runs");

    /// <summary>The store, sealing what the configuration names; the file, where it is followed, is added to <paramref name="files"/>.</summary>
    /// <exception cref="FlagException">The configuration does not hold.</exception>
    public async ValueTask<(IStore Store, EncryptedStore? Sealing)> WrapAsync(IStore store, List<ReloadedFile> files, TimeProvider time, ILoggerFactory loggers, CancellationToken cancellation)
    {
        if (!_configuration.IsGiven) { return (store, null); }
        var (sealing, content) = (new EncryptedStore(store), await File.ReadAllTextAsync(_configuration.Value, cancellation));
        try { await TakeAsync(sealing, content, time, cancellation); }
        catch (FormatException e) { throw new FlagException($"--encryption-provider-config: {e.Message}"); }
        if (_isReloaded.Value) { files.Add(new ReloadedFile(_configuration.Value, content, (now, stopping) => TakeAsync(sealing, now, time, stopping), time, loggers.CreateLogger<ReloadedFile>())); }
        return (sealing, sealing);
    }

    private static async ValueTask TakeAsync(EncryptedStore sealing, string content, TimeProvider time, CancellationToken cancellation)
    {
        try { await sealing.TakeAsync(EncryptionConfiguration.Read(content, time), cancellation); }
        catch (EncryptionException e) { throw new FormatException(e.Message, e); }
    }
}
