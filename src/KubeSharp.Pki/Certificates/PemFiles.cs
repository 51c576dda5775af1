using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KubeSharp.Pki.Certificates;

/// <summary>Certificates and keys as PEM files. A file is written aside and moved into place, so that it is never seen half.</summary>
public static class PemFiles
{
    /// <summary>Reads NAME.crt and NAME.key; null where one is missing or cannot be read.</summary>
    public static X509Certificate2? Read(string folder, string name)
    {
        var (certificate, key) = (Path.Combine(folder, name + ".crt"), Path.Combine(folder, name + ".key"));
        if (!File.Exists(certificate) || !File.Exists(key)) { return null; }
        try { return X509Certificate2.CreateFromPemFile(certificate, key); }
        catch (CryptographicException) { return null; }
    }

    /// <summary>Writes NAME.crt and NAME.key; the key only its owner may read.</summary>
    public static void Write(string folder, string name, X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPrivateKey() ?? throw new ArgumentException("the certificate has no ECDSA key", nameof(certificate));
        WriteFile(Path.Combine(folder, name + ".key"), key.ExportPkcs8PrivateKeyPem() + "\n", isSecret: true);
        WriteFile(Path.Combine(folder, name + ".crt"), certificate.ExportCertificatePem() + "\n", isSecret: false);
    }

    /// <summary>Writes a text file whole.</summary>
    public static void WriteFile(string path, string text, bool isSecret)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var aside = path + ".new";
        var mode = isSecret ? UnixFileMode.UserRead | UnixFileMode.UserWrite : UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        File.Delete(aside);
        using (var file = new FileStream(aside, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = mode }))
        using (var writer = new StreamWriter(file))
        {
            writer.Write(text);
            writer.Flush();
            file.Flush(flushToDisk: true);
        }
        File.Move(aside, path, overwrite: true);
    }
}
