"""Makers of mails that came back."""

from email.message import EmailMessage


def a_report(
    message_id: str, *, action: str = "failed", status: str = "5.1.1", diagnostic: str = "", **lines: str
) -> bytes:
    """A report as RFC 3464 has it, with the headers of the mail it is about."""
    extra = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in lines.items())
    words = diagnostic or f"smtp; 550 {status} refused"
    return (
        "From: MAILER-DAEMON@mx.example\r\nTo: xunjian@xunjian.example\r\nSubject: Undelivered Mail\r\n"
        "Message-ID: <report-1@mx.example>\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n您的邮件未能送达。\r\n"
        f"--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n{extra}\r\n"
        f"Final-Recipient: rfc822; office@bureau.example\r\nAction: {action}\r\nStatus: {status}\r\n"
        f"Diagnostic-Code: {words}\r\n\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {message_id}\r\nSubject: x\r\n\r\n--b--\r\n"
    ).encode()


def a_letter(text: str, *, sender: str = "MAILER-DAEMON@mx.example", charset: str = "utf-8") -> bytes:
    """A letter from a mailer that writes no reports."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, "xunjian@xunjian.example", "系统退信"
    mail.set_content(text, charset=charset)
    return bytes(mail)
