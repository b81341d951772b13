import django.db.models.deletion
import django.db.models.functions.datetime
import uuid
from django.conf import settings
from django.db import migrations, models

from keel.record.laying import LayTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [LayTables([
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('email', models.EmailField(max_length=254, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('is_active', models.BooleanField(default=True)),
                ('joined_at', models.DateTimeField(auto_now_add=True)),
                ('left_on', models.DateField(blank=True, null=True)),
            ],
            options={
                'ordering': ('name',),
            },
        ),
        migrations.CreateModel(
            name='AuditHead',
            fields=[
                ('id', models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('sequence', models.BigIntegerField(default=0)),
                ('hash', models.BinaryField(max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name='Exclusion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField()),
                ('from_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('to_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='ExclusionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('reason', models.TextField()),
                ('from_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('to_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=300)),
                ('path', models.CharField(max_length=300)),
                ('made_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('read_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Opening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(choices=[('contact', 'Somebody has contacted us about this child'), ('safeguarding', 'I need to keep a child safe now'), ('cover', 'I am covering for a colleague'), ('transfer', 'The child is coming to my team'), ('family', 'I work with another child of the family'), ('audit', 'I am auditing or checking the quality of the record'), ('complaint', 'I am answering a complaint or a court'), ('information', 'I am answering a request for information'), ('data', 'I am putting the data right')], max_length=40)),
                ('reason', models.TextField()),
                ('has_stepped_up', models.BooleanField(default=False)),
                ('opened_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('until', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('reviewed_at', models.DateTimeField(blank=True, null=True)),
                ('outcome', models.CharField(blank=True, choices=[('fitting', 'The reason fits'), ('explained', 'The reason was unclear and has been explained'), ('concern', 'A concern, passed on')], max_length=20)),
                ('review_note', models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name='OpeningEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('purpose', models.CharField(choices=[('contact', 'Somebody has contacted us about this child'), ('safeguarding', 'I need to keep a child safe now'), ('cover', 'I am covering for a colleague'), ('transfer', 'The child is coming to my team'), ('family', 'I work with another child of the family'), ('audit', 'I am auditing or checking the quality of the record'), ('complaint', 'I am answering a complaint or a court'), ('information', 'I am answering a request for information'), ('data', 'I am putting the data right')], max_length=40)),
                ('reason', models.TextField()),
                ('has_stepped_up', models.BooleanField(default=False)),
                ('opened_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('until', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('reviewed_at', models.DateTimeField(blank=True, null=True)),
                ('outcome', models.CharField(blank=True, choices=[('fitting', 'The reason fits'), ('explained', 'The reason was unclear and has been explained'), ('concern', 'A concern, passed on')], max_length=20)),
                ('review_note', models.TextField(blank=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Restriction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('grade', models.CharField(choices=[('restricted_to', 'Restricted to a list'), ('hidden', 'Hidden: that it exists is denied')], max_length=20)),
                ('reason', models.TextField()),
                ('from_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('to_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='RestrictionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('grade', models.CharField(choices=[('restricted_to', 'Restricted to a list'), ('hidden', 'Hidden: that it exists is denied')], max_length=20)),
                ('reason', models.TextField()),
                ('from_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('to_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='RestrictionMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
        ),
        migrations.CreateModel(
            name='RestrictionMemberEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='RoleHeld',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('social_worker', 'Social worker'), ('team_manager', 'Team manager'), ('service_manager', 'Service manager'), ('head_of_service', 'Head of service'), ('conference_chair', 'Conference chair'), ('chairs_manager', 'Chairs manager'), ('qa_lead', 'QA lead'), ('auditor', 'Auditor'), ('lawyer', 'Lawyer'), ('business_support', 'Business support'), ('front_door_worker', 'Front door worker'), ('emergency_duty', 'Emergency duty'), ('data_analyst', 'Data analyst'), ('information_governance', 'Information governance'), ('system_administrator', 'System administrator'), ('director', 'Director'), ('chief_executive', 'Chief executive'), ('partner', 'Partner')], max_length=40)),
                ('from_on', models.DateField()),
                ('to_on', models.DateField(blank=True, null=True)),
            ],
            options={
                'verbose_name_plural': 'roles held',
                'ordering': ('user', 'role'),
            },
        ),
        migrations.CreateModel(
            name='RoleHeldEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('role', models.CharField(choices=[('social_worker', 'Social worker'), ('team_manager', 'Team manager'), ('service_manager', 'Service manager'), ('head_of_service', 'Head of service'), ('conference_chair', 'Conference chair'), ('chairs_manager', 'Chairs manager'), ('qa_lead', 'QA lead'), ('auditor', 'Auditor'), ('lawyer', 'Lawyer'), ('business_support', 'Business support'), ('front_door_worker', 'Front door worker'), ('emergency_duty', 'Emergency duty'), ('data_analyst', 'Data analyst'), ('information_governance', 'Information governance'), ('system_administrator', 'System administrator'), ('director', 'Director'), ('chief_executive', 'Chief executive'), ('partner', 'Partner')], max_length=40)),
                ('from_on', models.DateField()),
                ('to_on', models.DateField(blank=True, null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='WallKey',
            fields=[
                ('id', models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('inner_half', models.BinaryField(max_length=64)),
                ('outer_half', models.BinaryField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('sequence', models.BigIntegerField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('acting_as', models.CharField(blank=True, max_length=200)),
                ('code', models.CharField(max_length=60)),
                ('entry', models.CharField(blank=True, max_length=120)),
                ('request', models.UUIDField(default=uuid.uuid4)),
                ('detail', models.JSONField(default=dict)),
                ('previous', models.BinaryField(max_length=32)),
                ('hash', models.BinaryField(max_length=32)),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name_plural': 'audit entries',
            },
        ),
    ])]
